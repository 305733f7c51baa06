using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Tests.Skus;

public class SkuReaderTests
{
    [Fact]
    public void Every_key_of_a_file_arrives()
    {
        Sku sku = SkuText.Parse(SkuText.Right);
        Assert.Equal(("x1", "X1 SXM", false, SkuVendor.Nvidia), (sku.Id, sku.Name, sku.Planned, sku.Vendor));
        Assert.Equal(("Hopper", HostArchitecture.X64, 8, 8), (sku.Architecture, sku.HostArchitecture, sku.GpusPerNode, sku.ScaleUpGpus));
        Assert.Equal((80, 3.35, 450, 50, 700), (sku.HbmGb, sku.HbmTbPerS, sku.ScaleUpGbPerS, sku.ScaleOutGbPerS, sku.TdpW));
        Assert.Equal(new Dictionary<string, double> { ["bf16"] = 990, ["fp8"] = 1980 }, sku.DenseTflops);
        Assert.Equal(["bf16", "fp8", "fp4"], sku.Precisions);
        Assert.Equal(TelemetryKind.Nvml, sku.Telemetry);
        Assert.Equal(["10de:1234"], sku.Detection.PciIds);
        Assert.Equal(["X1"], sku.Detection.Names);
        Assert.Equal(["--gpus=all"], sku.ContainerFlags);
        Assert.Equal(["/dev/nvidiactl"], sku.DeviceNodes);
        Assert.Equal("a datasheet", sku.Source);
        Assert.Equal(
            new SkuPrices { Table = "new", Date = "2026-07-01", Source = "elsewhere", ProvisionedKw = 1.4, HyperscalerUsd = 1.2, NeocloudUsd = 1.5, RentalUsd = 1.8 },
            sku.Prices[1]);
    }

    [Fact]
    public void Prices_are_those_of_the_newest_table_unless_one_is_named()
    {
        Sku sku = SkuText.Parse(SkuText.Right);
        Assert.Equal("new", sku.PricesIn(null)!.Table);
        Assert.Equal(1.3, sku.PricesIn("old")!.HyperscalerUsd);
        Assert.Null(sku.PricesIn("none"));
    }

    [Fact]
    public void A_planned_SKU_needs_neither_prices_nor_ids()
    {
        string text = SkuText.Right[..SkuText.Right.IndexOf("detection:", StringComparison.Ordinal)] + "source: an announcement\nplanned: true\n";
        Sku sku = SkuText.Parse(text);
        Assert.True(sku.Planned);
        Assert.Empty(sku.Prices);
        Assert.Null(sku.PricesIn(null));
    }

    [Theory]
    [InlineData("id: x1", "id: x2", "1:5: id: found 'x2'; accepted: the file's name, 'x1'")]
    [InlineData("name: X1 SXM", "name: \" \"", "2:7: name: says nothing")]
    [InlineData("nvidia\n", "nvidea\n", "3:9: vendor: found the text 'nvidea'; accepted: one of nvidia, amd, google, amazon")]
    [InlineData("gpus_per_node: 8", "gpus_per_node: 0", "6:16: gpus_per_node: found 0; accepted: a number above 0")]
    [InlineData("hbm_gb: 80", "hbm_gb: -80", "8:9: hbm_gb: found -80; accepted: a number above 0")]
    [InlineData("hbm_gb: 80", "hbm_gb: 80GB", "8:9: hbm_gb: found the text '80GB'; accepted: a number")]
    [InlineData("fp8: 1980", "fp9: 1980", "10:33: dense_tflops.fp9: found 'fp9'; did you mean 'fp8'? accepted: bf16, fp8, fp4, int8")]
    [InlineData("fp8: 1980", "fp8: 0", "10:33: dense_tflops.fp8: found 0; accepted: a number above 0")]
    [InlineData("bf16: 990, ", "", "10:1: dense_tflops: bf16 is missing")]
    [InlineData("tdp_w: 700", "tdp: 700", "13:1: tdp: unknown key")]
    [InlineData("[bf16, fp8, fp4]", "[bf16, int8]", "14:20: precisions[1]: int8 has no figure in dense_tflops")]
    [InlineData("[bf16, fp8, fp4]", "[bf16, bf16]", "14:20: precisions[1]: bf16 stands here a second time")]
    [InlineData("[bf16, fp8, fp4]", "[]", "14:1: precisions: is empty")]
    [InlineData("telemetry: nvml", "telemetry: amd_smi", "15:12: telemetry: does not fit the vendor; accepted: nvml")]
    [InlineData("10de:1234", "10DE:1234", "17:13: detection.pci_ids[0]: found '10DE:1234'; accepted: \"10de:\" and four hexadecimal digits")]
    [InlineData("10de:1234", "1002:74a1", "17:13: detection.pci_ids[0]: found '1002:74a1'; accepted: \"10de:\"")]
    [InlineData("--gpus=all", "--gpus all", "19:19: container_flags[0]: found '--gpus all'; accepted: one option of docker run in one word")]
    [InlineData("/dev/nvidiactl", "nvidiactl", "20:16: device_nodes[0]: found 'nvidiactl'; accepted: a path below /dev/")]
    [InlineData("table: new", "table: old", "29:12: prices[1].table: the table 'old' stands here a second time")]
    [InlineData("date: 2026-07-01", "date: July 2026", "30:11: prices[1].date: found 'July 2026'; accepted: a month or a day")]
    [InlineData("date: 2026-07-01", "date: 2025-10", "30:11: prices[1].date: found 2025-10, not after the table before it")]
    [InlineData("date: 2026-07-01", "date: 2026-13", "30:11: prices[1].date: found '2026-13'")]
    [InlineData("provisioned_kw: 1.4", "provisioned_kw: 0", "32:21: prices[1].provisioned_kw: found 0")]
    [InlineData("source: a datasheet", "source: ''", "36:9: source: says nothing")]
    public void What_cannot_be_is_named_with_its_place(string part, string replacement, string problem) =>
        Assert.Contains(SkuText.Problems(SkuText.With(part, replacement)), line => line.StartsWith($"{SkuText.Path}:{problem}", StringComparison.Ordinal));

    [Fact]
    public void A_SKU_that_can_be_bought_has_prices_and_is_known_to_its_drivers()
    {
        string text = SkuText.Right[..SkuText.Right.IndexOf("detection:", StringComparison.Ordinal)] + "source: an announcement\n";
        string[] problems = SkuText.Problems(text);
        Assert.Equal(2, problems.Length);
        Assert.Contains(problems, line => line.Contains("detection: neither pci_ids nor names", StringComparison.Ordinal));
        Assert.Contains(problems, line => line.Contains("prices: there are none", StringComparison.Ordinal));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        string text = SkuText.Right
            .Replace("hbm_gb: 80", "hbm_gb: 0", StringComparison.Ordinal)
            .Replace("telemetry: nvml", "telemetry: none", StringComparison.Ordinal)
            .Replace("date: 2025-10", "date: soon", StringComparison.Ordinal);
        Assert.Equal(["8", "15", "23"], SkuText.Problems(text).Select(line => line.Split(':')[1]));
    }

    [Fact]
    public void A_key_that_is_needed_is_missed() =>
        Assert.Contains("the key 'tdp_w' is missing; accepted: a number", Assert.Single(SkuText.Problems(SkuText.With("tdp_w: 700\n", ""))), StringComparison.Ordinal);
}
