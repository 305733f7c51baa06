namespace LoadGen.Reporting.Html.Documents;

/// <summary>A dated table of prices and provisioned power.</summary>
public sealed record ReportPriceTable
{
    /// <summary>Its name.</summary>
    public required string Table { get; init; }

    /// <summary>The day or month that it is of.</summary>
    public required string Date { get; init; }

    /// <summary>Where it was published.</summary>
    public required string Source { get; init; }

    /// <summary>Its rows, by SKU.</summary>
    public required IReadOnlyDictionary<string, ReportPrices> Skus { get; init; }
}

/// <summary>A SKU's row.</summary>
/// <param name="ProvisionedKw">kW provisioned per GPU.</param>
/// <param name="HyperscalerUsd">US dollars per GPU-hour to a hyperscaler who owns it.</param>
/// <param name="NeocloudUsd">The same to a neocloud.</param>
/// <param name="RentalUsd">The same rented for three years.</param>
public sealed record ReportPrices(double ProvisionedKw, double HyperscalerUsd, double NeocloudUsd, double RentalUsd);
