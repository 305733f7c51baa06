using LoadGen.Economics.Skus;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Results.Rows;

namespace LoadGen.Reporting.Html;

/// <summary>Makes the page's document from rows, price tables and the runs' folders. What it has read of a folder it does not read again.</summary>
public sealed class ReportBuilder
{
    // A report is no log: what else there is, `loadgen results list` names.
    private const int ProblemsMax = 20;

    private readonly SkuCatalog _catalog;
    private readonly IReadOnlyList<ReportPriceTable> _tables;
    private readonly ReportDetailsReader _details = new();

    /// <summary>Creates it.</summary>
    /// <param name="catalog">Prices, and what SKUs are called.</param>
    public ReportBuilder(SkuCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _catalog = catalog;
        _tables = PriceTables.Of(catalog);
    }

    /// <summary>The price tables that a report can begin with, oldest first.</summary>
    public IReadOnlyList<string> TableNames => [.. _tables.Select(table => table.Table)];

    /// <summary>The document of these rows.</summary>
    /// <param name="reading">The runs, and what could not be read as one. Of two runs with one id the first is taken.</param>
    /// <param name="options">How.</param>
    /// <param name="generatedAt">Now.</param>
    /// <param name="version">Changes with the rows.</param>
    /// <param name="live">A server will tell the page of news.</param>
    public ReportDocument Build(RowReading reading, ReportOptions options, DateTimeOffset generatedAt, string version, bool live)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(options);
        ResultRow[] distinct = [.. reading.Rows.DistinctBy(row => row.Id)];
        string[] keys = [.. ReportFigures.Keys.Where(key => distinct.Any(row => row.Metrics.ContainsKey(key)))];
        ResultRow[] runs = [.. distinct.Where(row => row.Folder is not null)];
        DetailsReading details = _details.Read([.. runs.OrderByDescending(row => row.MeasuredAt).Take(options.DetailsMax)], options.Folder);
        return new ReportDocument
        {
            Title = options.Title,
            GeneratedAt = generatedAt.ToUniversalTime(),
            Version = version,
            Live = live,
            Tool = options.Tool,
            Sources = options.Sources,
            Notes = Notes([.. reading.Problems, .. details.Problems]),
            PriceTables = _tables,
            PriceTable = options.PriceTable ?? (_tables is [.., var newest] ? newest.Table : null),
            GpuHourUsd = options.GpuHourUsd,
            PriceLists = options.PriceLists is { Count: > 0 } lists ? lists : null,
            Skus = distinct.Select(row => row.Identity.Hardware).Distinct().ToDictionary(id => id, id => new ReportSku(_catalog.TryGet(id, out Sku? sku) ? sku.Name : id)),
            Metrics = keys,
            Rows = [.. distinct.Select(row => ReportRows.From(row, keys, options.Folder))],
            Details = details.Details,
            Searches = details.Searches.Count > 0 ? details.Searches : null,
            DetailsAbsent = runs.Length > options.DetailsMax
                ? $"the report holds logs and records of the newest {options.DetailsMax} runs (--details)"
                : null,
        };
    }

    private static string[] Notes(IReadOnlyList<string> problems) => problems.Count <= ProblemsMax
        ? [.. problems.Select(problem => "Not read: " + problem)]
        : [.. problems.Take(ProblemsMax).Select(problem => "Not read: " + problem), $"Not read: {problems.Count - ProblemsMax} more"];
}
