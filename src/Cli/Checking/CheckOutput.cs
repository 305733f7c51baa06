using LoadGen.Cli.Options;
using LoadGen.Verdicts.Documents;

namespace LoadGen.Cli.Checking;

/// <summary>Shows a verdict.</summary>
internal static class CheckOutput
{
    /// <summary>Prints it as the user chose, and writes what else was asked for.</summary>
    public static void Write(CheckReport report, VerdictDocument verdict, CheckChoice choice)
    {
        if (choice.JUnit is { } path)
        {
            using FileStream file = File.Create(path);
            JUnitReport.Write(verdict, file);
        }

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

    public static void WriteJson(VerdictDocument verdict)
    {
        using var text = new MemoryStream();
        VerdictFile.Write(verdict, text);
        Console.Out.Write(System.Text.Encoding.UTF8.GetString(text.ToArray()));
    }

    public static void WriteTable(VerdictDocument verdict) => VerdictTable.Write(verdict, Console.Out);
}
