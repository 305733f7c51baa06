using LoadGen.Cli.Options;
using LoadGen.Measurement.Results;
using LoadGen.Verdicts.Documents;

namespace LoadGen.Cli.Checking;

/// <summary>Shows a verdict.</summary>
internal static class CheckOutput
{
    /// <summary>Prints it as the user chose.</summary>
    public static void Write(CheckReport report, VerdictDocument verdict, CheckChoice choice)
    {
        if (choice.Json)
        {
            WriteJson(verdict);
            return;
        }

        WriteTable(verdict);
        Console.Out.WriteLine($"Results: {report.Run.Folder}");
        if (report.Evidence is { } evidence)
        {
            Console.Out.WriteLine($"Evidence: {Path.Combine(report.Run.Folder, Verdicts.Evidence.EvidencePacker.ArchiveName)}, digest {evidence.Manifest}");
        }
    }

    /// <summary>Writes it as JUnit XML.</summary>
    /// <returns>Why it could not be written; null when it was.</returns>
    public static string? WriteJUnit(VerdictDocument verdict, string path)
    {
        try
        {
            using FileStream file = File.Create(path);
            JUnitReport.Write(verdict, file);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"--junit {path} could not be written ({RunFolder.Reason(e)})";
        }
    }

    public static void WriteJson(VerdictDocument verdict)
    {
        using var text = new MemoryStream();
        VerdictFile.Write(verdict, text);
        Console.Out.Write(System.Text.Encoding.UTF8.GetString(text.ToArray()));
    }

    /// <summary>A verdict's name as <c>verdict.json</c> writes it.</summary>
    public static string Word(Verdict verdict) => VerdictTable.Word(verdict).Replace(' ', '_');

    public static void WriteTable(VerdictDocument verdict) => VerdictTable.Write(verdict, Console.Out);
}
