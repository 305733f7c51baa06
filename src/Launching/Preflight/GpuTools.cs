using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Preflight;

/// <summary>GPUs by <c>nvidia-smi</c>, else by <c>amd-smi</c>: whichever is installed.</summary>
/// <param name="programs">Where they are found.</param>
public sealed class GpuTools(IPrograms programs) : IGpuInventory
{
    // A driver that initialises many GPUs without persistence mode takes ten seconds and more.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<GpuFacts>?> ReadAsync(CancellationToken cancellation)
    {
        if (programs.Find("nvidia-smi") is not null)
        {
            string gpus = await AskAsync(["nvidia-smi", $"--query-gpu={NvidiaSmi.GpuFields}", "--format=csv,noheader,nounits"], cancellation);
            string apps = await AskAsync(["nvidia-smi", $"--query-compute-apps={NvidiaSmi.ProcessFields}", "--format=csv,noheader,nounits"], cancellation);
            return NvidiaSmi.Parse(gpus, apps);
        }

        if (programs.Find("amd-smi") is not null)
        {
            string statics = await AskAsync(["amd-smi", "static", "--asic", "--driver", "--json"], cancellation);
            string metrics = await AskAsync(["amd-smi", "metric", "--mem-usage", "--json"], cancellation);
            string processes = await AskAsync(["amd-smi", "process", "--json"], cancellation);
            return AmdSmi.Parse(statics, metrics, processes);
        }

        return null;
    }

    private async Task<string> AskAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        ProgramResult result = await programs.RunAsync(words, s_limit, cancellation);
        return result.ExitCode == 0 ? result.Stdout : throw new ProgramException($"'{string.Join(' ', words)}' failed: {result.Complaint}");
    }
}
