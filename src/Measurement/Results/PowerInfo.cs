using LoadGen.Telemetry;
using LoadGen.Telemetry.Windows;

namespace LoadGen.Measurement.Results;

/// <summary>What the GPUs drew over the measurement. InferenceX's names where it has one; <see cref="Metrics.PowerMetrics"/> defines each.</summary>
public sealed record PowerInfo
{
    /// <summary>Where the readings come from.</summary>
    public required string Source { get; init; }

    /// <summary>How the source's power is to be understood.</summary>
    public required string PowerMeaning { get; init; }

    /// <summary>Time from one reading to the next as asked for, ms.</summary>
    public required double PeriodMs { get; init; }

    /// <summary>The figures stand; if not, <see cref="Problems"/> says why.</summary>
    public required bool Valid { get; init; }

    /// <summary>What keeps them from standing, one line each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Mean power of a GPU, W.</summary>
    public double? AvgPowerW { get; init; }

    /// <summary>Mean power of all GPUs together, W.</summary>
    public double? AvgTotalGpuPowerW { get; init; }

    /// <summary>Highest power read of any GPU, W.</summary>
    public double? MaxPowerW { get; init; }

    /// <summary>Energy of all GPUs by integration, J.</summary>
    public double? TotalGpuEnergyJ { get; init; }

    /// <summary>Why there is none; null when there is.</summary>
    public string? TotalGpuEnergyAbsent { get; init; }

    /// <summary>Energy of all GPUs by their own counters, J.</summary>
    public double? CounterEnergyJ { get; init; }

    /// <summary>Why there is none; null when there is.</summary>
    public string? CounterEnergyAbsent { get; init; }

    /// <summary>Counter / integral.</summary>
    public double? CounterRatio { get; init; }

    /// <summary>J a completed request.</summary>
    public double? JoulesPerSuccessfulQuery { get; init; }

    /// <summary>J a prompt token.</summary>
    public double? JoulesPerInputToken { get; init; }

    /// <summary>J an output token.</summary>
    public double? JoulesPerOutputToken { get; init; }

    /// <summary>J a token of either kind.</summary>
    public double? JoulesPerTotalToken { get; init; }

    /// <summary>Energy of the prefill GPUs, J.</summary>
    public double? PrefillGpuEnergyJ { get; init; }

    /// <summary>Mean power of a prefill GPU, W.</summary>
    public double? PrefillAvgPowerW { get; init; }

    /// <summary>Energy of the decode GPUs, J.</summary>
    public double? DecodeGpuEnergyJ { get; init; }

    /// <summary>Mean power of a decode GPU, W.</summary>
    public double? DecodeAvgPowerW { get; init; }

    /// <summary>The least of the GPUs' coverages, 0–1.</summary>
    public required double Coverage { get; init; }

    /// <summary>Readings of power inside the window, all GPUs.</summary>
    public required long Samples { get; init; }

    /// <summary>Readings that were left out because the one before took too long.</summary>
    public required long SkippedReadings { get; init; }

    /// <summary>CPU time of the thread that reads, s: part of the client's <c>cpu_s</c>.</summary>
    public required double SamplerCpuS { get; init; }

    /// <summary>Calls to the source that failed.</summary>
    public required long ReadErrors { get; init; }

    /// <summary>Why the last failed; null when none did.</summary>
    public string? LastReadError { get; init; }

    /// <summary>Why <c>telemetry.csv</c> is cut; null when it is whole.</summary>
    public string? FileCut { get; init; }

    /// <summary>Each GPU.</summary>
    public required IReadOnlyList<GpuPower> Gpus { get; init; }

    /// <summary>Each role of the launch; empty without a manifest.</summary>
    public required IReadOnlyList<RolePower> Roles { get; init; }

    /// <summary>Puts the figures together.</summary>
    /// <param name="record">What was recorded.</param>
    /// <param name="completed">Completed requests.</param>
    /// <param name="inputTokens">Their prompt tokens.</param>
    /// <param name="outputTokens">Their output tokens.</param>
    public static PowerInfo Of(PowerRecord record, long completed, long inputTokens, long outputTokens)
    {
        ArgumentNullException.ThrowIfNull(record);
        WindowPower power = record.Power;
        double? energy = power.EnergyJ.Value;
        double? total = energy / power.Window.LengthS;
        RolePower? prefill = power.Roles.FirstOrDefault(r => r.Role == "prefill");
        RolePower? decode = power.Roles.FirstOrDefault(r => r.Role == "decode");
        IReadOnlyList<string> problems = power.Problems();
        return new PowerInfo
        {
            Source = record.Source,
            PowerMeaning = record.PowerMeaning,
            PeriodMs = record.Period.TotalMilliseconds,
            Valid = problems.Count == 0,
            Problems = problems,
            AvgPowerW = total / power.Gpus.Count,
            AvgTotalGpuPowerW = total,
            MaxPowerW = power.Gpus.Max(g => g.MaxPowerW),
            TotalGpuEnergyJ = energy,
            TotalGpuEnergyAbsent = power.EnergyJ.Absent,
            CounterEnergyJ = power.CounterEnergyJ.Value,
            CounterEnergyAbsent = power.CounterEnergyJ.Absent,
            CounterRatio = power.CounterRatio,
            JoulesPerSuccessfulQuery = Per(energy, completed),
            JoulesPerInputToken = Per(energy, inputTokens),
            JoulesPerOutputToken = Per(energy, outputTokens),
            JoulesPerTotalToken = Per(energy, inputTokens + outputTokens),
            PrefillGpuEnergyJ = prefill?.EnergyJ,
            PrefillAvgPowerW = prefill?.AvgPowerW,
            DecodeGpuEnergyJ = decode?.EnergyJ,
            DecodeAvgPowerW = decode?.AvgPowerW,
            Coverage = power.Coverage,
            Samples = power.Gpus.Sum(g => (long)g.Samples),
            SkippedReadings = record.Skipped,
            SamplerCpuS = record.SamplerCpuS,
            ReadErrors = record.Errors,
            LastReadError = record.LastError,
            FileCut = record.FileFailure is { } failure ? RunFolder.Reason(failure) : null,
            Gpus = power.Gpus,
            Roles = power.Roles,
        };
    }

    private static double? Per(double? energy, long count) => count > 0 ? energy / count : null;
}
