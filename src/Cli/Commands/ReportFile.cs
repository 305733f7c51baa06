using System.Text;
using LoadGen.Economics.Skus;
using LoadGen.Measurement.Results;
using LoadGen.Reporting.Html;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Results;
using LoadGen.Results.Store;

namespace LoadGen.Cli.Commands;

/// <summary>A report as a file: what <c>report</c> is asked for, and what a sweep ends in.</summary>
internal static class ReportFile
{
    private const string BesideName = "report.html";

    /// <summary>This program, as the page names it.</summary>
    public static ReportTool Tool => new(BuildInfo.Tool.Name, BuildInfo.Tool.Version, BuildInfo.Tool.Commit);

    /// <summary>Writes it, and says what is in it.</summary>
    /// <returns>The exit code: a report of nothing is a failure.</returns>
    public static int Write(ReportSource source, string path)
    {
        try
        {
            ReportDocument document = source.Build(live: false).Document;
            if (document.Rows.Count == 0)
            {
                Console.Error.WriteLine($"loadgen: {string.Join(", ", document.Sources)}: no run and no row is there{(document.Notes.Count > 0 ? ". " + document.Notes[0] : "")}");
                return ExitCode.Failed;
            }

            WriteWhole(path, document);
            Console.Out.WriteLine($"{path}: {document.Rows.Count} runs, {new FileInfo(path).Length / 1024} KB");
            foreach (string note in document.Notes)
            {
                Console.Error.WriteLine("loadgen: " + note);
            }

            return ExitCode.Ok;
        }
        catch (ResultsException e)
        {
            throw new UsageException(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"loadgen: {path} cannot be written ({RunFolder.Reason(e)})");
            return ExitCode.Failed;
        }
    }

    /// <summary>
    /// Writes <c>report.html</c> into a folder, of what has been measured in it; nothing where nothing has. The measurements stand without
    /// it: a failure is said and changes no exit code.
    /// </summary>
    /// <param name="folder">A sweep's, or a history's.</param>
    /// <param name="title">The page's heading.</param>
    /// <param name="skus">The SKUs it was planned with: prices and powers are theirs.</param>
    public static void WriteBeside(string folder, string title, SkuCatalog skus)
    {
        string path = Path.Combine(folder, BesideName);
        var options = new ReportOptions { Title = title, Tool = Tool, Folder = Path.GetFullPath(folder), Sources = [folder] };
        try
        {
            ReportDocument document = new ReportSource([folder], options, new ReportBuilder(skus), RowReader.ReadFolder, TimeProvider.System).Build(live: false).Document;
            if (document.Rows.Count > 0)
            {
                WriteWhole(path, document);
                Console.Out.WriteLine($"Report: {path}");
            }
        }
        catch (Exception e) when (e is ResultsException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"loadgen: {path} was not written ({RunFolder.Reason(e)}); loadgen report {folder} tries again");
        }
    }

    // To another name first: a report that is there is whole.
    private static void WriteWhole(string path, ReportDocument document)
    {
        string partial = path + ".partial";
        using (var output = new StreamWriter(partial, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            ReportPage.Write(document, output);
        }

        File.Move(partial, path, overwrite: true);
    }
}
