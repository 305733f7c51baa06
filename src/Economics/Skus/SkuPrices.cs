namespace LoadGen.Economics.Skus;

/// <summary>One dated table's row: what a GPU costs an hour, and the power provisioned for it.</summary>
public sealed record SkuPrices
{
    /// <summary>The table's name, such as <c>article</c> or <c>2026-07</c>.</summary>
    public required string Table { get; init; }

    /// <summary>The day or month that the table is of, ISO 8601.</summary>
    public required string Date { get; init; }

    /// <summary>Where it was published.</summary>
    public required string Source { get; init; }

    /// <summary>kW provisioned per GPU: its share of the host, the network, the cooling.</summary>
    public required double ProvisionedKw { get; init; }

    /// <summary>US dollars per GPU-hour to a hyperscaler who owns it.</summary>
    public required double HyperscalerUsd { get; init; }

    /// <summary>US dollars per GPU-hour to a neocloud who owns it.</summary>
    public required double NeocloudUsd { get; init; }

    /// <summary>US dollars per GPU-hour, rented for three years.</summary>
    public required double RentalUsd { get; init; }
}
