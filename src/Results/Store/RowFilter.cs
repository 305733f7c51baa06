using LoadGen.Results.Rows;

namespace LoadGen.Results.Store;

/// <summary>Which rows are meant: each list that is not empty must have the row's value in it, whatever its case.</summary>
public sealed record RowFilter
{
    /// <summary>SKUs.</summary>
    public IReadOnlyList<string> Hardware { get; init; } = [];

    /// <summary>Engines.</summary>
    public IReadOnlyList<string> Framework { get; init; } = [];

    /// <summary>Models, by short or full name.</summary>
    public IReadOnlyList<string> Model { get; init; } = [];

    /// <summary>Precisions.</summary>
    public IReadOnlyList<string> Precision { get; init; } = [];

    /// <summary>Kinds of speculative decoding.</summary>
    public IReadOnlyList<string> SpecDecoding { get; init; } = [];

    /// <summary>Sweeps.</summary>
    public IReadOnlyList<string> Sweep { get; init; } = [];

    /// <summary>Input lengths.</summary>
    public IReadOnlyList<int> Isl { get; init; } = [];

    /// <summary>Output lengths.</summary>
    public IReadOnlyList<int> Osl { get; init; } = [];

    /// <summary>Concurrencies.</summary>
    public IReadOnlyList<int> Concurrency { get; init; } = [];

    /// <summary>Only pairs (true) or only aggregated engines (false); null for both.</summary>
    public bool? Disaggregated { get; init; }

    /// <summary>Only rows that stand: complete, unflagged.</summary>
    public bool OnlySound { get; init; }

    /// <summary>Says whether a row is meant.</summary>
    public bool Matches(ResultRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Has(Hardware, row.Identity.Hardware) && Has(Framework, row.Identity.Framework) && Has(Precision, row.Identity.Precision)
            && Has(SpecDecoding, row.Identity.SpecDecoding) && Has(Sweep, row.Sweep)
            && (Has(Model, row.Identity.Model) || Has(Model, row.Identity.ModelName))
            && Has(Isl, row.Identity.Isl) && Has(Osl, row.Identity.Osl) && Has(Concurrency, row.Identity.Concurrency)
            && (Disaggregated is not { } pair || row.Identity.Disaggregated == pair)
            && (!OnlySound || row.IsSound);
    }

    private static bool Has(IReadOnlyList<string> accepted, string? value) =>
        accepted.Count == 0 || (value is not null && accepted.Contains(value, StringComparer.OrdinalIgnoreCase));

    private static bool Has(IReadOnlyList<int> accepted, int? value) => accepted.Count == 0 || (value is { } number && accepted.Contains(number));
}
