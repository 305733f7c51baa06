using System.Globalization;
using LoadGen.Economics.Figures;
using LoadGen.Results.Frontiers;
using Spectre.Console;

namespace LoadGen.Reporting.Rows;

/// <summary>Frontiers on a terminal: a line for each group and place, and under them how every column comes about.</summary>
public static class FrontierTable
{
    private static readonly (string Title, string Key)[] s_figures =
    [
        ("$/M", "usd_per_million_total_tokens"),
        ("$/M out", "usd_per_million_output_tokens"),
        ("$/M in", "usd_per_million_input_tokens"),
        ("tok/s/MW", "total_tokens_per_s_per_mw"),
        ("J/token", "provisioned_joules_per_total_token"),
    ];

    /// <summary>Prints them.</summary>
    /// <param name="report">The frontiers.</param>
    /// <param name="tier">Whose price of a GPU-hour the costs are by.</param>
    /// <param name="output">Where to.</param>
    public static void Write(FrontierReport report, CostTier tier, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        string[] tasks = [.. report.Groups.SelectMany(group => group.Scores).Select(score => score.Task).Distinct().Order(StringComparer.Ordinal)];
        Table table = Cells.Table(1, "group", [report.Options.Unit, "tok/s/GPU", "out", "in", .. s_figures.Select(figure => figure.Title), .. tasks.Select(task => Cells.Text($"{task} %"))]);
        var shown = new List<EconomicFigure>();
        foreach (FrontierGroup group in report.Groups)
        {
            foreach (FrontierReading reading in group.Readings)
            {
                EconomicFigure?[] figures = [.. s_figures.Select(column => reading.Economics.FirstOrDefault(figure => figure.Key == column.Key && (figure.Tier is null || figure.Tier == tier)))];
                shown.AddRange(figures.OfType<EconomicFigure>());
                table.AddRow(
                [
                    Cells.Text(group.Name), Place(reading.At), Figures.Number(reading.Total), Figures.Number(reading.Output), Figures.Number(reading.Input),
                    .. figures.Select(figure => figure is null ? "-" : Cells.Value(figure)),
                    .. tasks.Select(task => Score(group, task)),
                ]);
            }
        }

        Plain.Console(output).Write(table);
        WriteAbsent(report, output);
        WriteFormulas(report, shown, tier, output);
        if (tasks.Length > 0)
        {
            output.WriteLine("% of right answers: the mean of the group's points that were asked, and in brackets the lowest and the highest of several.");
        }
    }

    private static string Score(FrontierGroup group, string task) => group.Scores.FirstOrDefault(score => score.Task == task) switch
    {
        null => "-",
        { Points: 1 } score => Cells.Percent(score.Mean),
        var score => $"{Cells.Percent(score.Mean)} ({Cells.Percent(score.Min)}–{Cells.Percent(score.Max)})",
    };

    private static void WriteAbsent(FrontierReport report, TextWriter output)
    {
        foreach (FrontierGroup group in report.Groups)
        {
            if (group.Readings.Any(reading => reading is { Total: > 0, Economics.Count: 0 }))
            {
                output.WriteLine($"{group.Name}: its SKU has no row in the price table, so there is no cost and no power");
            }

            // One line for all places: a table of many groups is read for what is in it.
            string[] outside = [.. group.Readings.Where(reading => reading.Total is null).Select(reading => Place(reading.At))];
            if (outside.Length > 0)
            {
                output.WriteLine($"{group.Name}: {string.Join(", ", outside)} {report.Options.Unit}: outside of what was measured, {Place(group.From)} to {Place(group.To)}");
            }

            foreach (FrontierReading reading in group.Readings.Where(reading => reading.Total is not null))
            {
                foreach (string absent in reading.Absent)
                {
                    output.WriteLine($"{group.Name}, {Place(reading.At)} {report.Options.Unit}: {absent}");
                }
            }
        }
    }

    private static void WriteFormulas(FrontierReport report, List<EconomicFigure> shown, CostTier tier, TextWriter output)
    {
        string what = report.Options.Axis == FrontierAxis.Interactivity ? "interactivity" : "end-to-end latency";
        output.WriteLine($"tok/s/GPU at a {report.Options.Statistic} {what}: {report.Formula}.");
        foreach ((string title, string key) in s_figures)
        {
            if (shown.Find(figure => figure.Key == key) is { } figure)
            {
                output.WriteLine($"{title} = {figure.Formula}");
            }
        }

        foreach (string line in shown.Select(Basis).Distinct())
        {
            output.WriteLine(line);
        }

        if (shown.Exists(figure => figure.Tier is not null))
        {
            output.WriteLine($"$/GPU-hour: {tier.ToString().ToLowerInvariant()}'s. --format json has all tiers, and every formula with the numbers put in.");
        }

        if (report.LeftOut > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.LeftOut} rows are in no group: flagged, not complete, measured again since, or without one of the figures."));
        }
    }

    private static string Basis(EconomicFigure figure) => figure.Date is null
        ? $"Price: {figure.Table}"
        : $"Prices and powers: table {figure.Table}, {figure.Date}, {figure.Source}";

    private static string Place(double at) => at.ToString("0.###", CultureInfo.InvariantCulture);
}
