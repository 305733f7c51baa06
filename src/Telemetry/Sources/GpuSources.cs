using LoadGen.Telemetry.Sources.Amd;
using LoadGen.Telemetry.Sources.Commands;
using LoadGen.Telemetry.Sources.Nvml;
using LoadGen.Telemetry.Sources.Scraping;
using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Sources;

/// <summary>Opens what was asked for.</summary>
public static class GpuSources
{
    // nvidia-smi reads each GPU anew for every line: at 10 Hz it keeps up with eight of them.
    private const int NvidiaSmiPeriodMs = 100;

    /// <summary>Opens a source.</summary>
    /// <param name="choice">Which; not <see cref="SourceKind.None"/>.</param>
    /// <param name="gpus">Indices of the GPUs to read; null for all.</param>
    /// <param name="clock">Stamps the readings.</param>
    /// <param name="notice">Told, in a line each, what was passed over for a lesser source.</param>
    /// <exception cref="TelemetryException">It cannot be opened: the message has every reason.</exception>
    public static IGpuSource Open(SourceChoice choice, IReadOnlyList<int>? gpus, IMonotonicClock clock, Action<string> notice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(notice);
        Func<IGpuSource> nvml = () => NvmlSource.Open(gpus, clock);
        Func<IGpuSource> nvidiaSmi = () => NvidiaSmiSource.Open(gpus, clock, NvidiaSmiPeriodMs);
        Func<IGpuSource> amd = () => AmdSmiSource.Open(gpus, clock);
        Func<IGpuSource> amdTool = () => AmdSmiToolSource.Open(gpus, clock);
        return choice.Kind switch
        {
            SourceKind.Auto => First([("NVML", nvml), ("AMD SMI", amd), ("nvidia-smi", nvidiaSmi), ("amd-smi", amdTool)], notice),
            SourceKind.Nvml => First([("NVML", nvml)], notice),
            SourceKind.NvidiaSmi => First([("nvidia-smi", nvidiaSmi)], notice),
            SourceKind.AmdSmi => First([("AMD SMI", amd), ("amd-smi", amdTool)], notice),
            SourceKind.Dcgm => First([("DCGM", () => DcgmSource.Open(choice.Url!, gpus, clock))], notice),
            _ => throw new ArgumentOutOfRangeException(nameof(choice), choice.Kind, "no source was asked for"),
        };
    }

    private static IGpuSource First((string Name, Func<IGpuSource> Open)[] candidates, Action<string> notice)
    {
        var reasons = new List<string>();
        foreach ((string name, Func<IGpuSource> open) in candidates)
        {
            try
            {
                IGpuSource source = open();

                // A program instead of its library costs accuracy: that is worth a word.
                if (source is NvidiaSmiSource or AmdSmiToolSource && reasons.Count > 0)
                {
                    notice($"telemetry through {source.Name}, not through a library: {string.Join("; ", reasons)}");
                }

                return source;
            }
            catch (TelemetryException e)
            {
                reasons.Add($"{name}: {e.Message}");
            }
        }

        throw new TelemetryException("no GPU telemetry: " + string.Join("; ", reasons));
    }
}
