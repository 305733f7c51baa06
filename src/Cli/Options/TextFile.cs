using LoadGen.Measurement.Results;

namespace LoadGen.Cli.Options;

/// <summary>Small files that options name.</summary>
internal static class TextFile
{
    /// <summary>The file's text, or null and a problem.</summary>
    public static string? Read(string option, string path, Problems problems)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add(File.Exists(path) ? $"{option}: {path} cannot be read ({RunFolder.Reason(e)})" : $"{option}: {path} does not exist");
            return null;
        }
    }
}
