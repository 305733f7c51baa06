using Spectre.Console;

namespace LoadGen.Reporting;

/// <summary>Tables without colours, as wide as they need: they are read in logs as often as on terminals.</summary>
internal static class Plain
{
    // Wide enough that no table of ours wraps; a narrow terminal wraps whole lines instead of cells.
    private const int Columns = 200;

    public static IAnsiConsole Console(TextWriter output)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Columns;
        return console;
    }

    public static Table Table(string first, params string[] numbers)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn(first).NoWrap());
        foreach (string name in numbers)
        {
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        }

        return table;
    }
}
