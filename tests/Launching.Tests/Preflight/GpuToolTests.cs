using LoadGen.Launching.Preflight;
using LoadGen.Launching.Programs;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Preflight;

public class GpuToolTests
{
    [Fact]
    public async Task Nvidia_smi_tells_gpus_and_who_computes_on_them()
    {
        FakePrograms programs = new FakePrograms()
            .Answers("nvidia-smi --query-gpu", "0, GPU-aa, 143771, 4, 570.86.15, NVIDIA H200\n1, GPU-bb, 143771, 70000, 570.86.15, NVIDIA H200\n")
            .Answers("nvidia-smi --query-compute-apps", "GPU-bb, 4711, python3\nGPU-bb, 4712, a, name with a comma\n");
        IReadOnlyList<GpuFacts> gpus = (await new GpuTools(programs).ReadAsync(default))!;
        Assert.Equal(2, gpus.Count);
        Assert.Equal(("NVIDIA H200", "570.86.15", 4.0), (gpus[0].Name, gpus[0].Driver, gpus[0].MemoryUsedMb));
        Assert.Empty(gpus[0].Processes);
        Assert.Equal([new GpuProcess(4711, "python3"), new GpuProcess(4712, "a, name with a comma")], gpus[1].Processes);
        Assert.Equal(70_000.0 / 143_771, gpus[1].MemoryUsedShare);
    }

    [Theory]
    [InlineData("""[{"gpu":0,"asic":{"market_name":"AMD Instinct MI300X"},"driver":{"name":"amdgpu","version":"6.10.5"}}]""")]
    [InlineData("""{"gpu_data":[{"gpu":0,"asic":{"market_name":"AMD Instinct MI300X"},"driver":{"name":"amdgpu","version":"6.10.5"}}]}""")]
    public void Amd_smi_is_read_in_the_forms_of_its_releases(string statics)
    {
        GpuFacts gpu = Assert.Single(AmdSmi.Parse(
            statics,
            """[{"gpu":0,"mem_usage":{"total_vram":{"value":196592,"unit":"MB"},"used_vram":{"value":285,"unit":"MB"}}}]""",
            """[{"gpu":0,"process_list":[{"process_info":{"name":"python3","pid":4711}},{"process_info":"No running processes detected"}]}]"""));
        Assert.Equal(("AMD Instinct MI300X", "6.10.5", 196_592.0, 285.0), (gpu.Name, gpu.Driver, gpu.MemoryTotalMb, gpu.MemoryUsedMb));
        Assert.Equal([new GpuProcess(4711, "python3")], gpu.Processes);
    }

    [Fact]
    public void What_is_not_understood_is_said() =>
        Assert.StartsWith("amd-smi printed something that is not understood", Assert.Throws<ProgramException>(() => AmdSmi.Parse("oops", "[]", "[]")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Without_a_tool_there_is_no_answer_and_a_failing_one_is_an_error()
    {
        var none = new FakePrograms();
        none.Missing.UnionWith(["nvidia-smi", "amd-smi"]);
        Assert.Null(await new GpuTools(none).ReadAsync(default));
        FakePrograms failing = new FakePrograms().Answers("nvidia-smi", "", 9, "NVIDIA-SMI has failed\n");
        Assert.EndsWith("failed: NVIDIA-SMI has failed", (await Assert.ThrowsAsync<ProgramException>(() => new GpuTools(failing).ReadAsync(default))).Message, StringComparison.Ordinal);
    }
}
