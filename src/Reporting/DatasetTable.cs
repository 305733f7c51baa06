using System.Globalization;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Datasets.Inspection;
using LoadGen.Workloads.Datasets.Reuse;
using Spectre.Console;

namespace LoadGen.Reporting;

/// <summary>What a dataset holds, as figures and small plots.</summary>
public static class DatasetTable
{
    /// <summary>Prints it.</summary>
    /// <param name="report">The dataset.</param>
    /// <param name="output">Takes it.</param>
    /// <param name="terminalColumns">The terminal's width; null where the output is none.</param>
    public static void Write(DatasetReport report, TextWriter output, int? terminalColumns = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        WriteHead(report, output);
        WriteLengths(report, output);
        Plot("Input tokens of a turn", report.InputTokens, output, terminalColumns);
        Plot("Output tokens of a turn", report.OutputTokens, output, terminalColumns);
        if (report.TurnsPerConversation.Values.Max > 1)
        {
            Plot("Turns of a conversation", report.TurnsPerConversation, output, terminalColumns);
        }

        Plot("Gaps between turns, ms", report.GapsMs, output, terminalColumns);
        if (report.Cache is { } cache)
        {
            WriteCache(report, cache, output, terminalColumns);
        }
        else
        {
            output.WriteLine("Prefix reuse: not known; the dataset has neither text nor block hashes");
        }
    }

    private static void WriteHead(DatasetReport report, TextWriter output)
    {
        DatasetFacts facts = report.Facts;
        output.WriteLine(report.Description);
        output.WriteLine($"Format: {DatasetFile.NameOf(facts.Format)} ({facts.FormatReason})");
        var parts = new List<string> { $"{Figures.Count(report.Conversations)} conversations", $"{Figures.Count(report.Turns)} turns" };
        Add(parts, report.RecordedAnswers, "recorded answers");
        Add(parts, report.WithTools, "conversations with tools");
        Add(parts, report.Groups, "groups");
        Add(parts, facts.EmptyRecords, "records without a request");
        output.WriteLine(string.Join(", ", parts));
        if (report.DurationS is { } duration)
        {
            output.WriteLine($"Recorded in {Figures.Clock(duration)}, {Figures.Number(duration > 0 ? report.Turns / duration : null)} turns a second");
        }

        if (facts.BadRecords > 0)
        {
            output.WriteLine($"Left out as malformed: {Figures.Count(facts.BadRecords)} records");
            foreach (BadLine line in facts.BadLines)
            {
                output.WriteLine($"  line {line.Line}: {line.Problem}");
            }
        }

        output.WriteLine();
    }

    private static void Add(List<string> parts, long count, string what)
    {
        if (count > 0)
        {
            parts.Add($"{Figures.Count(count)} {what}");
        }
    }

    private static void WriteLengths(DatasetReport report, TextWriter output)
    {
        Table table = Plain.Table("", "count", "mean", "min", "p50", "p90", "p95", "p99", "max");
        AddRow(table, $"input tokens{Basis(report.InputTokens)}", report.InputTokens);
        AddRow(table, $"output tokens{Basis(report.OutputTokens)}", report.OutputTokens);
        AddRow(table, "input characters", report.InputCharacters);
        AddRow(table, "turns a conversation", report.TurnsPerConversation);
        AddRow(table, "gap between turns, ms", report.GapsMs);
        AddRow(table, "gap between starts, ms", report.StartGapsMs);
        Plain.Console(output).Write(table);
        if (report.InputTokens.Basis is LengthBasis.Estimated or LengthBasis.Mixed || report.OutputTokens.Basis is LengthBasis.Estimated or LengthBasis.Mixed)
        {
            output.WriteLine("~: an estimate, characters / 4; a tokenizer gives other numbers");
        }

        output.WriteLine();
    }

    private static string Basis(LengthSummary lengths) => lengths.Basis switch
    {
        LengthBasis.Estimated => " ~",
        LengthBasis.Mixed => " ~ (partly recorded)",
        LengthBasis.Counted => " (counted)",
        _ => " (recorded)",
    };

    private static void AddRow(Table table, string name, LengthSummary lengths)
    {
        if (lengths.Values.TotalCount == 0)
        {
            return;
        }

        table.AddRow(
            name,
            Figures.Count(lengths.Values.TotalCount),
            ((double)lengths.Sum / lengths.Values.TotalCount).ToString("N1", CultureInfo.InvariantCulture),
            Figures.Count(lengths.Values.Min),
            Figures.Count(lengths.Values.ValueAtPercentile(50)),
            Figures.Count(lengths.Values.ValueAtPercentile(90)),
            Figures.Count(lengths.Values.ValueAtPercentile(95)),
            Figures.Count(lengths.Values.ValueAtPercentile(99)),
            Figures.Count(lengths.Values.Max));
    }

    private static void Plot(string title, LengthSummary lengths, TextWriter output, int? terminalColumns)
    {
        if (lengths.Values.TotalCount == 0)
        {
            return;
        }

        output.WriteLine(title);
        BarPlot.Write(output, lengths.Values, terminalColumns);
        output.WriteLine();
    }

    private static void WriteCache(DatasetReport report, PrefixCacheResult cache, TextWriter output, int? terminalColumns)
    {
        bool isEstimate = report.Facts.Content == PromptContent.Messages;
        string order = report.LiveSessions is { } live ? $"{live} live at once" : "as recorded";
        output.WriteLine($"Prefix cache, blocks of {cache.BlockTokens} tokens{(isEstimate ? $" ~ ({cache.BlockTokens * 4} bytes of text)" : "")}, conversations {order}");
        output.WriteLine($"  theoretical hit rate   {Percent(cache.HitRate)} of {Figures.Count(cache.PromptTokens)} prompt tokens, without bounds");
        output.WriteLine($"  blocks                 {Figures.Count(cache.Blocks)}, {Figures.Count(cache.DistinctBlocks)} of them different; {Percent(cache.BlockHitRate)} found");
        WriteTurns("  first turns            ", report.FirstTurns, output);
        WriteTurns("  later turns            ", report.LaterTurns, output);
        foreach (LruCacheResult lru in cache.Caches)
        {
            output.WriteLine($"  with {Figures.Count(lru.CapacityTokens)} tokens, LRU: {Percent(lru.HitRate(cache.PromptTokens))} of prompt tokens");
        }

        if (cache.ReuseDistances.TotalCount > 0)
        {
            output.WriteLine();
            output.WriteLine("Different blocks between two uses of one");
            BarPlot.Write(output, cache.ReuseDistances, terminalColumns);
        }
    }

    private static void WriteTurns(string name, TurnReuse reuse, TextWriter output)
    {
        if (reuse.Blocks > 0)
        {
            output.WriteLine($"{name}{Percent((double)reuse.HitBlocks / reuse.Blocks)} of {Figures.Count(reuse.Blocks)} blocks");
        }
    }

    private static string Percent(double rate) => (100 * rate).ToString("F2", CultureInfo.InvariantCulture) + "%";
}
