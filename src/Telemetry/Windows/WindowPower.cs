namespace LoadGen.Telemetry.Windows;

/// <summary>What the GPUs drew over a window.</summary>
/// <param name="Window">The window.</param>
/// <param name="Gpus">Each GPU.</param>
/// <param name="Roles">Each role of the launch; empty without a manifest.</param>
public sealed record WindowPower(TimeWindow Window, IReadOnlyList<GpuPower> Gpus, IReadOnlyList<RolePower> Roles)
{
    /// <summary>Least part of the window that must be watched for figures to stand, 0–1.</summary>
    public const double LeastCoverage = 0.95;

    /// <summary>The most by which counter and integral may differ, as a share. The upstream benchmark allows the same.</summary>
    public const double MostDisagreement = 0.05;

    /// <summary>All GPUs by integration, J; missing when one of them is.</summary>
    public Figure EnergyJ => Sum(g => g.EnergyJ, g => g.EnergyAbsent);

    /// <summary>All GPUs by their counters, J; missing when one of them has none.</summary>
    public Figure CounterEnergyJ => Sum(g => g.CounterEnergyJ, g => g.CounterAbsent);

    /// <summary>Counter / integral; null when there is not both.</summary>
    public double? CounterRatio => EnergyJ.Value is > 0 and var integral && CounterEnergyJ.Value is { } counter ? counter / integral : null;

    /// <summary>The least of the GPUs' coverages, 0–1.</summary>
    public double Coverage => Gpus.Count == 0 ? 0 : Gpus.Min(g => g.Coverage);

    /// <summary>What keeps the figures from standing, one line each with its fix; empty when they stand.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (EnergyJ.Absent is { } absent)
        {
            problems.Add($"there is no energy: {absent}");
        }

        if (Coverage < LeastCoverage)
        {
            problems.Add($"the GPUs were watched for {Percent(Coverage)} of the measurement, {Percent(LeastCoverage)} are needed (a gap is more than {Windows.Coverage.GapS:0} s): read NVML or AMD SMI's library instead of a program or an exporter, or free a core for the sampler");
        }

        if (CounterRatio is { } ratio && Math.Abs(ratio - 1) > MostDisagreement)
        {
            problems.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the energy counters and the integral of power differ: their ratio is {ratio:0.000}, {1 - MostDisagreement:0.00} to {1 + MostDisagreement:0.00} are allowed: measure for longer than a few seconds, or sample more often"));
        }

        return problems;
    }

    private static string Percent(double share) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{share * 100:0.#}%");

    private Figure Sum(Func<GpuPower, double?> value, Func<GpuPower, string?> absent)
    {
        if (Gpus.Count == 0)
        {
            return Figure.Missing("no GPU was read");
        }

        return Gpus.FirstOrDefault(g => value(g) is null) is { } without
            ? Figure.Missing($"GPU {without.Index}: {absent(without)}")
            : Figure.Of(Gpus.Sum(g => value(g)!.Value));
    }
}
