using LoadGen.Measurement.Results;

namespace LoadGen.Measurement.Calibration;

/// <summary>Whether a run's machine is the one that was calibrated.</summary>
internal static class HostComparison
{
    /// <summary>What differs, one phrase each; empty when it is the same machine.</summary>
    public static IReadOnlyList<string> Differences(CalibrationHost there, EnvironmentInfo here)
    {
        var differences = new List<string>();
        void Compare(string what, string? calibrated, string? now)
        {
            if (calibrated != now)
            {
                differences.Add($"{what} {calibrated ?? "unknown"} there, {now ?? "unknown"} here");
            }
        }

        Compare("host", there.Hostname, here.Hostname);
        Compare("kernel", there.Kernel, here.Kernel);
        Compare("architecture", there.Architecture, here.Architecture);
        Compare("CPU", there.CpuModel, here.CpuModel);
        if (there.CpuCores != here.CpuCores)
        {
            differences.Add(FormattableString.Invariant($"{there.CpuCores} cores there, {here.CpuCores} here"));
        }

        return differences;
    }
}
