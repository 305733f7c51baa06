using System.Globalization;
using LoadGen.Measurement.Results;
using LoadGen.Telemetry.Windows;

namespace LoadGen.Reporting;

/// <summary>What the GPUs drew, below a run's table.</summary>
internal static class PowerLines
{
    public static void Write(ResultDocument d, TextWriter output)
    {
        if (d.EngineMetrics?.Absent is { } reason)
        {
            output.WriteLine("Note: no engine metrics: " + reason);
        }

        if (d.Power is { } power)
        {
            Write(power, output);
        }
    }

    private static void Write(PowerInfo power, TextWriter output)
    {
        output.WriteLine(
            $"Power: {power.Gpus.Count} {(power.Gpus.Count == 1 ? "GPU" : "GPUs")} ({power.Source}), {Figures.Number(power.AvgPowerW)} W each, {Figures.Number(power.AvgTotalGpuPowerW)} W together, "
            + $"peak {Figures.Number(power.MaxPowerW)} W; {Figures.Number(power.TotalGpuEnergyJ)} J: {Joules(power.JoulesPerOutputToken)} J/output token, {Joules(power.JoulesPerTotalToken)} J/token, {Figures.Number(power.JoulesPerSuccessfulQuery)} J/request"
            + (power.CounterRatio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"; counters/integral {ratio:0.000}") : "")
            + $"; reading it took {Figures.Number(power.SamplerCpuS)} s of the client's CPU");
        foreach (RolePower role in power.Roles.Where(_ => power.Roles.Count > 1))
        {
            output.WriteLine(role.Absent is { } absent
                ? $"  {role.Role}: no energy: {absent}"
                : $"  {role.Role}: {role.Gpus} {(role.Gpus == 1 ? "GPU" : "GPUs")}, {Figures.Number(role.AvgPowerW)} W each, {Figures.Number(role.EnergyJ)} J");
        }

        foreach (string problem in power.Problems)
        {
            output.WriteLine("Note: power: " + problem);
        }

        if (power.FileCut is { } cut)
        {
            output.WriteLine($"Note: power: telemetry.csv is cut ({cut}); the figures are of all readings.");
        }
    }

    // A token costs a fraction of a joule to some joules.
    private static string Joules(double? value) => value is { } v ? v.ToString(v < 0.1 ? "0.0000" : "0.000", CultureInfo.InvariantCulture) : "-";
}
