using LoadGen.Economics.PriceLists;

namespace LoadGen.Reporting.Html.Documents;

/// <summary>
/// What the page is made of: <c>report-data</c> in a written report, <c>data.json</c> of a served one. What a row has as most rows do is left out;
/// <c>web/data/read.js</c> knows what that is.
/// </summary>
public sealed record ReportDocument
{
    /// <summary>Always <c>loadgen.report</c>.</summary>
    public string Schema { get; init; } = "loadgen.report";

    /// <summary>The form of this document.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The page's heading.</summary>
    public required string Title { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Changes with what it was made of; a served page fetches the document again when it does.</summary>
    public required string Version { get; init; }

    /// <summary>A server stands behind the page and tells of news.</summary>
    public bool Live { get; init; }

    /// <summary>What made it.</summary>
    public required ReportTool Tool { get; init; }

    /// <summary>Folders and files that the rows were read from, as they were named.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>What a reader should know of this report.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>All price tables that there are, oldest first.</summary>
    public required IReadOnlyList<ReportPriceTable> PriceTables { get; init; }

    /// <summary>The table to begin with; null where there is none.</summary>
    public string? PriceTable { get; init; }

    /// <summary>What providers sell tokens for, by the lists that were named: margins follow from them.</summary>
    public IReadOnlyList<TokenPriceList>? PriceLists { get; init; }

    /// <summary>A price of one's own for a GPU-hour, US dollars; null for the table's.</summary>
    public double? GpuHourUsd { get; init; }

    /// <summary>The SKUs of the rows as people name them, by id.</summary>
    public required IReadOnlyDictionary<string, ReportSku> Skus { get; init; }

    /// <summary>The names of the figures in <see cref="ReportRow.Values"/>.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>The runs.</summary>
    public required IReadOnlyList<ReportRow> Rows { get; init; }

    /// <summary>Latency distributions and courses, by row.</summary>
    public required IReadOnlyDictionary<string, ReportDetails> Details { get; init; }

    /// <summary>Searches for the highest load that keeps an SLA, by their folders; null where there are none.</summary>
    public IReadOnlyDictionary<string, ReportSearch>? Searches { get; init; }

    /// <summary>Why rows without an entry in <see cref="Details"/> have none.</summary>
    public string? DetailsAbsent { get; init; }
}

/// <summary>The program that made a report.</summary>
/// <param name="Name">Always <c>loadgen</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Commit">The commit it was built from.</param>
public sealed record ReportTool(string Name, string Version, string Commit);

/// <summary>A SKU.</summary>
/// <param name="Name">As people name it.</param>
public sealed record ReportSku(string Name);
