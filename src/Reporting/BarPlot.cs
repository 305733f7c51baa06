using System.Globalization;
using LoadGen.Histograms;

namespace LoadGen.Reporting;

/// <summary>
/// A distribution as bars, one for each doubling of the value. On a terminal bars have steps of an eighth of a column; elsewhere they are
/// plain characters, as logs and other programs read them.
/// </summary>
internal static class BarPlot
{
    private const int WidestBar = 60;
    private const int NarrowestBar = 10;
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>Writes the bars of <paramref name="values"/>, none for no values.</summary>
    /// <param name="output">Takes them.</param>
    /// <param name="values">Whole numbers.</param>
    /// <param name="terminalColumns">The terminal's width; null for plain characters.</param>
    public static void Write(TextWriter output, HdrHistogram values, int? terminalColumns)
    {
        List<(string Label, long Count)> bars = Bars(values);
        if (bars.Count == 0)
        {
            return;
        }

        int label = bars.Max(bar => bar.Label.Length);
        long most = bars.Max(bar => bar.Count);
        int count = Figures.Count(most).Length;
        int room = (terminalColumns ?? 80) - label - count - " 100.0%".Length - 6;
        int width = Math.Clamp(room, NarrowestBar, WidestBar);
        foreach ((string name, long number) in bars)
        {
            string bar = Bar((double)number / most * width, width, terminalColumns is null);
            string share = (100.0 * number / values.TotalCount).ToString("F1", CultureInfo.InvariantCulture).PadLeft(5);
            output.WriteLine($"  {name.PadLeft(label)}  {bar}  {Figures.Count(number).PadLeft(count)} {share}%");
        }
    }

    private static List<(string Label, long Count)> Bars(HdrHistogram values)
    {
        var bars = new List<(string, long)>();
        if (values.TotalCount == 0)
        {
            return bars;
        }

        for (long low = 0; low <= values.Max; low = Math.Max(1, low * 2))
        {
            long high = low == 0 ? 0 : (low * 2) - 1;
            if (high >= values.Min)
            {
                bars.Add((low == high ? Figures.Count(low) : $"{Figures.Count(low)}..{Figures.Count(high)}", values.CountBetween(low, high)));
            }
        }

        return bars;
    }

    // What there is of a value is seen: a bar is never shorter than its smallest step.
    private static string Bar(double length, int width, bool isPlain)
    {
        if (isPlain)
        {
            int whole = length > 0 ? Math.Max(1, (int)Math.Round(length)) : 0;
            return new string('#', whole).PadRight(width);
        }

        int eighths = length > 0 ? Math.Max(1, (int)Math.Round(length * 8)) : 0;
        string full = new('█', eighths / 8);
        return (eighths % 8 == 0 ? full : full + Eighths[eighths % 8]).PadRight(width);
    }
}
