using System.CommandLine;
using LoadGen.Economics.Skus;

namespace LoadGen.Cli.Options;

/// <summary>What a <c>results</c> command counts money and power by.</summary>
internal sealed class PriceOptions
{
    private readonly Option<string?> _table = Syntax.Text("--price-table", "NAME", "The SKU's price table, such as article or 2026-07. Default: its newest.");
    private readonly Option<double?> _own = Syntax.Number("--gpu-hour-price", "One's own price of a GPU-hour, US dollars.", 0, aboveMin: true);
    private readonly Option<string?> _configs = Syntax.Text("--configs", "DIR", "A folder of configurations whose skus/*.yaml stand in for the built-in ones.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _table, _own, _configs })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The SKUs that are in force.</summary>
    public SkuCatalog Catalog(ParseResult parse) => parse.GetValue(_configs) is { } folder ? SkuCatalog.FromFolder(Path.Combine(folder, "skus")) : SkuCatalog.BuiltIn;

    /// <summary>One's own price; null for none.</summary>
    public double? GpuHourUsd(ParseResult parse) => parse.GetValue(_own);

    /// <summary>The price table; null for each SKU's newest.</summary>
    public string? Table(ParseResult parse, SkuCatalog catalog, Problems problems)
    {
        string? table = parse.GetValue(_table);
        if (table is not null && catalog.Skus.All(sku => sku.PricesIn(table) is null))
        {
            problems.Add($"--price-table: no SKU has a table '{table}'; accepted: {string.Join(", ", catalog.Skus.SelectMany(sku => sku.Prices).Select(row => row.Table).Distinct())}");
        }

        return table;
    }
}
