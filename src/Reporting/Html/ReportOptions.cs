using LoadGen.Economics.PriceLists;
using LoadGen.Reporting.Html.Documents;

namespace LoadGen.Reporting.Html;

/// <summary>How a report is made.</summary>
public sealed record ReportOptions
{
    /// <summary>The runs' logs and records that a report holds when nothing else is said: some 15 KB each, 3 MB in all.</summary>
    public const int DetailsDefault = 200;

    /// <summary>The page's heading.</summary>
    public required string Title { get; init; }

    /// <summary>The program that makes it.</summary>
    public required ReportTool Tool { get; init; }

    /// <summary>The folder that the report will lie in: links to runs are from there.</summary>
    public required string Folder { get; init; }

    /// <summary>Folders and files that the rows were read from, as they were named.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The price table to begin with; null for the newest.</summary>
    public string? PriceTable { get; init; }

    /// <summary>A price of one's own for a GPU-hour, US dollars; null for the table's.</summary>
    public double? GpuHourUsd { get; init; }

    /// <summary>What providers sell tokens for; no margins without.</summary>
    public IReadOnlyList<TokenPriceList> PriceLists { get; init; } = [];

    /// <summary>Of so many runs, the newest, the report holds latency distributions and courses.</summary>
    public int DetailsMax { get; init; } = DetailsDefault;
}
