using LoadGen.Economics.Detection;
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
            .Answers("nvidia-smi --query-gpu", "0, 0x233510DE, GPU-aa, 143771, 4, 570.86.15, NVIDIA H200\n1, 0x233510DE, GPU-bb, 143771, 70000, 570.86.15, NVIDIA H200\n")
            .Answers("nvidia-smi --query-compute-apps", "GPU-bb, 4711, python3\nGPU-bb, 4712, a, name with a comma\n");
        IReadOnlyList<GpuFacts> gpus = (await new GpuTools(programs).ReadAsync(default))!;
        Assert.Equal([0, 1], gpus.Select(gpu => gpu.Index));
        Assert.Equal(("NVIDIA H200", "10de:2335", "570.86.15", 4.0), (gpus[0].Device.Name, gpus[0].Device.PciId, gpus[0].Driver, gpus[0].MemoryUsedMb));
        Assert.Empty(gpus[0].Processes);
        Assert.Equal([new DeviceProcess(4711, "python3"), new DeviceProcess(4712, "a, name with a comma")], gpus[1].Processes);
        Assert.Equal(70_000.0 / 143_771, gpus[1].MemoryUsedShare);
    }

    [Fact]
    public async Task A_gpu_that_shares_the_hosts_memory_has_none_of_its_own_in_use()
    {
        FakePrograms programs = new FakePrograms().Answers("nvidia-smi --query-gpu", "0, [N/A], GPU-aa, [N/A], [N/A], 570.86.15, NVIDIA GB10\n");
        GpuFacts gpu = Assert.Single((await new GpuTools(programs).ReadAsync(default))!);
        Assert.Equal((null, 0.0, 0.0), (gpu.Device.PciId, gpu.MemoryTotalMb, gpu.MemoryUsedShare));
    }

    [Theory]
    [InlineData("""[{0}]""")]
    [InlineData("""{"gpu_data":[{0}]}""")]
    public async Task Amd_smi_is_read_in_the_forms_of_its_releases(string form)
    {
        FakePrograms programs = Amd(form.Replace("{0}", """
            {"gpu":0,"asic":{"market_name":"AMD Instinct MI300X","vendor_id":"0x1002","device_id":"0x74a1"},"driver":{"name":"amdgpu","version":"6.10.5"},"vram":{"size":{"value":196592,"unit":"MB"}}}
            """, StringComparison.Ordinal));
        GpuFacts gpu = Assert.Single((await new GpuTools(programs).ReadAsync(default))!);
        Assert.Equal(("AMD Instinct MI300X", "1002:74a1", "6.10.5", 196_592.0, 285.0), (gpu.Device.Name, gpu.Device.PciId, gpu.Driver, gpu.MemoryTotalMb, gpu.MemoryUsedMb));
        Assert.Equal([new DeviceProcess(4711, "python3")], gpu.Processes);
    }

    [Fact]
    public async Task What_is_not_understood_is_said()
    {
        Assert.StartsWith("amd-smi: its answer is no JSON", (await Assert.ThrowsAsync<ProgramException>(() => new GpuTools(Amd("oops")).ReadAsync(default))).Message, StringComparison.Ordinal);
        FakePrograms lost = new FakePrograms().Answers("nvidia-smi --query-gpu", "Unable to determine the device handle for GPU0: Unknown Error\n");
        Assert.StartsWith("nvidia-smi: no GPU in the line 'Unable to", (await Assert.ThrowsAsync<ProgramException>(() => new GpuTools(lost).ReadAsync(default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_tool_there_is_no_answer_and_a_failing_one_is_an_error()
    {
        var none = new FakePrograms();
        none.Missing.UnionWith(["nvidia-smi", "amd-smi"]);
        Assert.Null(await new GpuTools(none).ReadAsync(default));
        FakePrograms failing = new FakePrograms().Answers("nvidia-smi", "", 9, "NVIDIA-SMI has failed\n");
        Assert.EndsWith("failed: NVIDIA-SMI has failed", (await Assert.ThrowsAsync<ProgramException>(() => new GpuTools(failing).ReadAsync(default))).Message, StringComparison.Ordinal);
    }

    private static FakePrograms Amd(string statics)
    {
        FakePrograms programs = new FakePrograms()
            .Answers("amd-smi static --json", statics)
            .Answers("amd-smi metric --mem-usage --json", """[{"gpu":0,"mem_usage":{"total_vram":{"value":196592,"unit":"MB"},"used_vram":{"value":285,"unit":"MB"}}}]""")
            .Answers("amd-smi process --json", """[{"gpu":0,"process_list":[{"process_info":{"name":"python3","pid":4711}},{"process_info":"No running processes detected"}]}]""");
        programs.Missing.Add("nvidia-smi");
        return programs;
    }
}
