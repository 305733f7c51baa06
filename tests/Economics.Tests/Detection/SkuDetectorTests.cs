using System.Text.Json;
using LoadGen.Economics.Detection;
using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Tests.Detection;

public class SkuDetectorTests
{
    private const string TwoH200 = "0, 0x233510DE, GPU-aa, 143771, 4, 570.86.15, NVIDIA H200\n1, 0x233510DE, GPU-bb, 143771, 4, 570.86.15, NVIDIA H200\n";

    private const string TwoMi355x = """
        WARNING: the user is not in the group render
        {"gpu_data": [
          {"gpu": 0, "asic": {"market_name": "AMD Instinct MI355X", "vendor_id": "0x1002", "device_id": "0x75a3"}, "bus": {"bdf": "0000:05:00.0"}, "vram": {"size": {"value": 294896, "unit": "MB"}}},
          {"gpu": 1, "asic": {"market_name": "AMD Instinct MI355X", "vendor_id": "0x1002", "device_id": "0x75a3"}, "bus": {"bdf": "0000:15:00.0"}, "vram": {"size": {"value": 294896, "unit": "MB"}}}
        ]}
        """;

    [Fact]
    public async Task A_host_with_one_kind_of_GPU_is_of_its_SKU()
    {
        HostSkus host = await new FakeHost().NvidiaSmi(TwoH200).DetectAsync();
        Assert.Equal("h200", host.SkuId);
        Assert.Equal([DetectionSource.NvidiaSmi], host.Sources);
        Assert.Equal(["GPU-aa", "GPU-bb"], host.Devices.Select(device => device.Device.Uuid));
        Assert.Equal(["amd-smi: not found"], host.Notes);
    }

    // Name, id and memory as drivers report them.
    [Theory]
    [InlineData("h100", "0, 0x233010DE, GPU-a, 81559, 4, 570.86.15, NVIDIA H100 80GB HBM3")]
    [InlineData("h200", "0, 0x233510DE, GPU-a, 143771, 4, 570.86.15, NVIDIA H200")]
    [InlineData("b200", "0, 0x290110DE, GPU-a, 183359, 4, 570.86.15, NVIDIA B200")]
    [InlineData("b300", "0, 0x318210DE, GPU-a, 275040, 4, 570.86.15, NVIDIA B300 SXM6 AC")]
    [InlineData("gb200", "0, 0x294110DE, GPU-a, 189471, 4, 570.86.15, NVIDIA GB200")]
    [InlineData("gb300", "0, 0x31C210DE, GPU-a, 284208, 4, 570.86.15, NVIDIA GB300")]
    [InlineData("rtx6000pro", "0, 0x2BB510DE, GPU-a, 97887, 4, 570.86.15, NVIDIA RTX PRO 6000 Blackwell Server Edition")]
    [InlineData("h200", "0, [N/A], GPU-a, [N/A], 4, 570.86.15, NVIDIA H200")]
    public async Task Every_SKU_of_NVIDIA_is_known_by_what_its_driver_says(string sku, string line) =>
        Assert.Equal(sku, (await new FakeHost().NvidiaSmi(line).DetectAsync()).SkuId);

    [Theory]
    [InlineData("0, 0x233110DE, GPU-a, 81559, 4, 570.86.15, NVIDIA H100 PCIe", "the catalog has no SKU with the PCI id 10de:2331")]
    [InlineData("0, 0x232110DE, GPU-a, 95830, 4, 570.86.15, NVIDIA H100 NVL", "the catalog has no SKU with the PCI id 10de:2321")]
    [InlineData("0, [N/A], GPU-a, 143771, 4, 570.86.15, NVIDIA H200 NVL", "the catalog has no SKU of the name 'NVIDIA H200 NVL'")]
    [InlineData("0, [N/A], GPU-a, 97871, 4, 570.86.15, NVIDIA GH200 480GB", "the catalog has no SKU of the name 'NVIDIA GH200 480GB'")]
    [InlineData("0, 0x31C210DE, GPU-a, 256703, 4, 570.86.15, NVIDIA GB300", "it has 251 GiB where gb300 has 288: another variant of it, or a partition?")]
    [InlineData("0, 0x31A110DE, GPU-a, 284208, 4, 570.86.15, NVIDIA GB300", "10de:31a1, although the name is that of gb300")]
    [InlineData("0, [N/A], GPU-a, [N/A], 4, 570.86.15, [N/A]", "neither a PCI id nor a name is told")]
    public async Task What_only_looks_like_a_SKU_is_reported_and_not_guessed(string line, string reason)
    {
        HostSkus host = await new FakeHost().NvidiaSmi(line).DetectAsync();
        DetectedDevice device = Assert.Single(host.Devices);
        Assert.Null(device.SkuId);
        Assert.Contains(reason, device.Reason, StringComparison.Ordinal);
        Assert.Null(host.SkuId);
        Assert.Empty(host.SkuIds);
    }

    [Fact]
    public async Task AMDs_tool_tells_ids_memory_and_UUIDs()
    {
        HostSkus host = await new FakeHost().AmdSmi(TwoMi355x, """[{"gpu": 0, "bdf": "0000:05:00.0", "uuid": "u0"}, {"gpu": 1, "bdf": "0000:15:00.0", "uuid": "u1"}]""").DetectAsync();
        Assert.Equal("mi355x", host.SkuId);
        Assert.Equal(["u0", "u1"], host.Devices.Select(device => device.Device.Uuid));
        Assert.Equal([0, 1], host.Devices.Select(device => device.Device.Index));
        Assert.Equal(294896, host.Devices[0].Device.MemoryMib);
        Assert.Equal([DetectionSource.AmdSmi], host.Sources);
    }

    [Fact]
    public async Task Older_tools_of_AMD_answer_with_a_bare_list_and_names_do_where_there_is_no_id()
    {
        HostSkus host = await new FakeHost().AmdSmi("""[{"gpu": 0, "asic": {"market_name": "AMD Instinct MI300X OAM", "device_id": "N/A"}, "vram": {"size": "N/A"}}]""").DetectAsync();
        Assert.Equal("mi300x", host.SkuId);
        Assert.Null(Assert.Single(host.Devices).Device.Uuid);
    }

    [Fact]
    public async Task A_partition_of_a_GPU_is_not_the_GPU()
    {
        HostSkus host = await new FakeHost().AmdSmi("""[{"gpu": 0, "asic": {"vendor_id": "0x1002", "device_id": "0x74a1"}, "vram": {"size": {"value": 24, "unit": "GB"}}}]""").DetectAsync();
        Assert.Contains("it has 24 GiB where mi300x has 192", Assert.Single(host.Devices).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mixed_host_has_several_SKUs_and_is_of_none()
    {
        HostSkus host = await new FakeHost().NvidiaSmi(TwoH200).AmdSmi(TwoMi355x).DetectAsync();
        Assert.Null(host.SkuId);
        Assert.Equal(["h200", "mi355x"], host.SkuIds);
        Assert.Equal([DetectionSource.NvidiaSmi, DetectionSource.AmdSmi], host.Sources);
    }

    [Fact]
    public async Task A_host_with_an_unknown_GPU_beside_a_known_one_is_of_no_SKU()
    {
        HostSkus host = await new FakeHost().NvidiaSmi("0, 0x233510DE, a, 143771, 4, 570.86.15, NVIDIA H200\n1, 0x1FF210DE, b, 4096, 4, 570.86.15, NVIDIA T400\n").DetectAsync();
        Assert.Null(host.SkuId);
        Assert.Equal(["h200"], host.SkuIds);
        Assert.Equal(2, host.Devices.Count);
    }

    [Fact]
    public async Task Without_tools_the_kernels_list_of_PCI_devices_tells()
    {
        HostSkus host = await new FakeHost()
            .Device("0000:00:01.0", "0x1a03", "0x2000", "0x030000")   // the console's graphics of a server
            .Device("0000:07:00.0", "0x10de", "0x22a3", "0x068000")   // an NVSwitch
            .Device("0000:18:00.0", "0x10de", "0x2330", "0x030200")
            .Device("0000:2a:00.0", "0x10de", "0x1ff2", "0x030000")   // a T400
            .DetectAsync();
        Assert.Equal([("0000:18:00.0", "h100"), ("0000:2a:00.0", null)], host.Devices.Select(device => (device.Device.Address!, device.SkuId)));
        Assert.Equal([DetectionSource.Pci], host.Sources);
        Assert.Equal(["nvidia-smi: not found", "amd-smi: not found"], host.Notes);
    }

    [Theory]
    [InlineData("0x1002", "0x74a5", "0x120000", "mi325x")]
    [InlineData("0x1002", "0x74b5", "0x120000", "mi300x")]
    [InlineData("0x1d0f", "0x7564", "0x088000", "trainium3")]
    [InlineData("0x1ae0", "0x0076", "0xff0000", "tpu-v7")]
    public async Task A_known_id_is_enough_whatever_class_the_device_gives_itself(string vendor, string device, string @class, string sku) =>
        Assert.Equal(sku, (await new FakeHost().Device("0000:01:00.0", vendor, device, @class).DetectAsync()).SkuId);

    [Fact]
    public async Task The_kernels_list_stands_in_for_the_vendor_whose_tool_failed_and_for_no_other()
    {
        HostSkus host = await new FakeHost()
            .NvidiaSmi("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n", exitCode: 9)
            .AmdSmi(TwoMi355x)
            .Device("0000:05:00.0", "0x1002", "0x75a3", "0x120000")
            .Device("0000:18:00.0", "0x10de", "0x2335", "0x030200")
            .DetectAsync();
        Assert.Equal(
            [(DetectionSource.AmdSmi, "mi355x"), (DetectionSource.AmdSmi, "mi355x"), (DetectionSource.Pci, "h200")],
            host.Devices.Select(device => (device.Device.Source, device.SkuId!)));
        Assert.Equal(["nvidia-smi: ended with exit code 9: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."], host.Notes);
    }

    [Theory]
    [InlineData("No devices were found\n", 0, "nvidia-smi: no GPU in the line 'No devices were found'")]
    [InlineData("", null, "nvidia-smi: gave no answer in time")]
    public async Task What_a_tool_cannot_tell_is_noted(string stdout, int? exitCode, string note)
    {
        HostSkus host = await new FakeHost().NvidiaSmi(stdout, exitCode).DetectAsync();
        Assert.Empty(host.Devices);
        Assert.Null(host.SkuId);
        Assert.Equal([note, "amd-smi: not found"], host.Notes);
    }

    [Theory]
    [InlineData("ERROR: no driver")]
    [InlineData("")]
    [InlineData("[{")]
    public async Task An_answer_that_is_no_JSON_is_noted_and_asked_no_further(string text)
    {
        var fake = new FakeHost().AmdSmi(text);
        HostSkus host = await fake.DetectAsync();
        Assert.Empty(host.Devices);
        Assert.Contains(host.Notes, note => note.StartsWith("amd-smi: its answer is no JSON", StringComparison.Ordinal));
        Assert.DoesNotContain("amd-smi list --json", fake.Ran);
    }

    [Fact]
    public async Task A_planned_SKU_without_ids_is_never_found() =>
        Assert.DoesNotContain("vr-nvl72", (await new FakeHost().Device("0000:01:00.0", "0x10de", "0x3021", "0x030200").DetectAsync()).SkuIds);

    [Fact]
    public async Task As_JSON_the_host_has_keys_in_snake_case()
    {
        HostSkus host = await new FakeHost().NvidiaSmi("0, 0x233510DE, GPU-aa, 143771, 4, 570.86.15, NVIDIA H200").DetectAsync();
        using JsonDocument json = JsonDocument.Parse(EconomicsJson.Of(host));
        Assert.Equal(["sku_id", "sku_ids", "sources", "devices", "notes"], json.RootElement.EnumerateObject().Select(property => property.Name));
        JsonElement device = json.RootElement.GetProperty("devices")[0];
        Assert.Equal(["sku_id", "reason", "device"], device.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["source", "index", "name", "pci_id", "address", "uuid", "memory_mib"], device.GetProperty("device").EnumerateObject().Select(property => property.Name));
        Assert.Equal("nvidia_smi", json.RootElement.GetProperty("sources")[0].GetString());
        Assert.Equal("10de:2335", device.GetProperty("device").GetProperty("pci_id").GetString());
    }
}
