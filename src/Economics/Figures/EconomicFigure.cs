namespace LoadGen.Economics.Figures;

/// <summary>One figure of a row's economics, with everything that it takes to work it out again.</summary>
public sealed record EconomicFigure
{
    /// <summary>What it is, such as <c>usd_per_million_output_tokens</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Whose price it is of; null where no price is in it.</summary>
    public CostTier? Tier { get; init; }

    /// <summary>The figure.</summary>
    public required double Value { get; init; }

    /// <summary>Its unit, such as <c>$/M tokens</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The formula, in words.</summary>
    public required string Formula { get; init; }

    /// <summary>The formula with the numbers put in.</summary>
    public required string Working { get; init; }

    /// <summary>The price table (or price list) it is by; null where there is none in it.</summary>
    public string? Table { get; init; }

    /// <summary>That table's date; null where there is none, or where a caller gave the price.</summary>
    public string? Date { get; init; }

    /// <summary>Where that table was published.</summary>
    public string? Source { get; init; }
}
