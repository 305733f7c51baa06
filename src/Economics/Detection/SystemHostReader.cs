using System.ComponentModel;

namespace LoadGen.Economics.Detection;

/// <summary>This host.</summary>
public sealed class SystemHostReader : IHostReader
{
    // Without persistence mode nvidia-smi brings each GPU up first: seconds on a host of eight. A broken driver makes it hang for good.
    private static readonly TimeSpan s_toolLimit = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFolder(string path)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<ToolAnswer?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await ToolRun.RunAsync(program, arguments, s_toolLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception)
        {
            // Not there, or not to be executed: both mean that this host does not have it.
            return null;
        }
    }
}
