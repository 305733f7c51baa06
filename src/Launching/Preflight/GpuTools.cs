using LoadGen.Economics.Detection;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Preflight;

/// <summary>GPUs by <c>nvidia-smi</c>, else by <c>amd-smi</c>: whichever is installed.</summary>
/// <param name="programs">Where they are found.</param>
public sealed class GpuTools(IPrograms programs) : IGpuInventory
{
    private const string NvidiaSmi = "nvidia-smi";
    private const string AmdSmi = "amd-smi";

    // A driver that initialises many GPUs without persistence mode takes ten seconds and more.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<GpuFacts>?> ReadAsync(CancellationToken cancellation)
    {
        var notes = new List<string>();
        IReadOnlyList<GpuFacts>? gpus =
            programs.Find(NvidiaSmi) is not null ? await NvidiaAsync(notes, cancellation)
            : programs.Find(AmdSmi) is not null ? await AmdAsync(notes, cancellation)
            : null;
        // A GPU that fell off the bus is such a line: nothing is started beside it unseen.
        return notes.Count == 0 ? gpus : throw new ProgramException(notes[0]);
    }

    private async Task<IReadOnlyList<GpuFacts>> NvidiaAsync(List<string> notes, CancellationToken cancellation)
    {
        IReadOnlyList<ToolDevice> told = NvidiaSmiText.Parse(await AskAsync([NvidiaSmi, .. NvidiaSmiText.Arguments], cancellation), notes);
        ILookup<string, DeviceProcess> processes = NvidiaSmiText.ParseProcesses(await AskAsync([NvidiaSmi, .. NvidiaSmiText.ProcessArguments], cancellation));
        return [.. told.Select(gpu => new GpuFacts(gpu.Device, gpu.MemoryUsedMib ?? 0, gpu.Driver ?? "", [.. processes[gpu.Device.Uuid ?? ""]]))];
    }

    private async Task<IReadOnlyList<GpuFacts>> AmdAsync(List<string> notes, CancellationToken cancellation)
    {
        IReadOnlyList<ToolDevice> told = AmdSmiJson.ParseStatic(await AskAsync([AmdSmi, .. AmdSmiJson.StaticArguments], cancellation), notes);
        IReadOnlyDictionary<int, double> used = AmdSmiJson.ParseMemory(await AskAsync([AmdSmi, .. AmdSmiJson.MemoryArguments], cancellation), notes);
        ILookup<int, DeviceProcess> processes = AmdSmiJson.ParseProcesses(await AskAsync([AmdSmi, .. AmdSmiJson.ProcessArguments], cancellation), notes);
        return [.. told.Select(gpu => new GpuFacts(gpu.Device, used.GetValueOrDefault(gpu.Device.Index), gpu.Driver ?? "", [.. processes[gpu.Device.Index]]))];
    }

    private async Task<string> AskAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        ProgramResult result = await programs.RunAsync(words, s_limit, cancellation);
        return result.ExitCode == 0 ? result.Stdout : throw new ProgramException($"'{string.Join(' ', words)}' failed: {result.Complaint}");
    }
}
