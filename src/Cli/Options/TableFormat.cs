using System.CommandLine;

namespace LoadGen.Cli.Options;

/// <summary><c>--format table|json|csv</c>: for people, for programs, for spreadsheets.</summary>
internal static class TableFormat
{
    public static Option<string?> Option() => Syntax.Choice("--format", "Output: table, json or csv. Default: table.", "table", "json", "csv");

    /// <summary>Writes what was asked for to standard output.</summary>
    public static void Write(string? format, Func<string> json, Action<TextWriter> csv, Action<TextWriter> table)
    {
        switch (format)
        {
            case "json":
                Console.Out.WriteLine(json());
                break;
            case "csv":
                csv(Console.Out);
                break;
            default:
                table(Console.Out);
                break;
        }
    }
}
