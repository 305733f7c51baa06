using System.Text.Json;
using LoadGen.Configuration;
using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Tests.Skus;

public sealed class SkuCatalogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadgen-skus-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_binary_carries_every_SKU() => Assert.Equal(
        ["b200", "b300", "gb200", "gb300", "h100", "h200", "mi300x", "mi325x", "mi355x", "mi455x", "rtx6000pro", "tpu-v7", "trainium3", "vr-nvl72"],
        SkuCatalog.BuiltIn.Skus.Select(sku => sku.Id));

    [Fact]
    public void Planned_ones_are_marked_and_have_no_prices()
    {
        Assert.Equal(["mi455x", "tpu-v7", "trainium3", "vr-nvl72"], SkuCatalog.BuiltIn.Skus.Where(sku => sku.Planned).Select(sku => sku.Id));
        Assert.All(SkuCatalog.BuiltIn.Skus, sku => Assert.Equal(sku.Planned, sku.Prices.Count == 0));
    }

    // Peaks of one die scale with the width of the number: a figure with sparsity, or a slip, breaks the ratio.
    [Fact]
    public void Narrower_numbers_are_faster_by_the_ratio_of_their_architecture()
    {
        foreach (Sku sku in SkuCatalog.BuiltIn.Skus.Where(sku => !sku.Planned))
        {
            Assert.Equal(2, sku.DenseTflops["fp8"] / sku.DenseTflops["bf16"], 0.001);
            double fp4 = sku.DenseTflops.GetValueOrDefault("fp4") / sku.DenseTflops["fp8"];
            Assert.Equal(sku.Architecture switch { "Hopper" or "CDNA 3" => 0, "Blackwell Ultra" => 3, _ => 2 }, fp4, 0.001);
        }
    }

    [Fact]
    public void What_a_SKU_is_reached_by_is_a_rack_for_Grace_and_a_node_else() => Assert.All(
        SkuCatalog.BuiltIn.Skus.Where(sku => !sku.Planned),
        sku => Assert.Equal(sku.HostArchitecture == HostArchitecture.Arm64 ? (4, 72) : (8, 8), (sku.GpusPerNode, sku.ScaleUpGpus)));

    [Fact]
    public void Containers_get_the_options_of_their_vendor()
    {
        Assert.All(
            SkuCatalog.BuiltIn.Skus.Where(sku => sku.Vendor == SkuVendor.Nvidia),
            sku => Assert.Equal(["--runtime=nvidia", "--gpus=all"], sku.ContainerFlags.TakeLast(2)));
        Assert.All(
            SkuCatalog.BuiltIn.Skus.Where(sku => sku.Vendor == SkuVendor.Amd),
            sku => Assert.Empty(new[] { "--device=/dev/kfd", "--device=/dev/dri", "--security-opt=seccomp=unconfined" }.Except(sku.ContainerFlags)));
    }

    [Fact]
    public void A_SKU_is_found_by_its_id()
    {
        Assert.Equal("H200 SXM", SkuCatalog.BuiltIn.Get("h200").Name);
        Assert.True(SkuCatalog.BuiltIn.TryGet("h200", out _));
        Assert.False(SkuCatalog.BuiltIn.TryGet("H200", out _));
    }

    [Theory]
    [InlineData("h20", "there is no SKU 'h20'; did you mean 'h200'? configs/skus has b200, ")]
    [InlineData("GB200", "did you mean 'gb200'?")]
    [InlineData("mi355", "did you mean 'mi355x'?")]
    [InlineData("toaster", "there is no SKU 'toaster'. configs/skus has b200, ")]
    public void One_that_is_not_there_is_answered_with_what_was_meant(string id, string message) =>
        Assert.Contains(message, Assert.Throws<UnknownSkuException>(() => SkuCatalog.BuiltIn.Get(id)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_stands_in_for_the_catalog()
    {
        Write("x1", SkuText.Right);
        Write("a2", SkuText.Other("a2"));
        File.WriteAllText(Path.Combine(_folder.FullName, "README.md"), "no SKU");
        SkuCatalog catalog = SkuCatalog.FromFolder(_folder.FullName);
        Assert.Equal(["a2", "x1"], catalog.Skus.Select(sku => sku.Id));
        Assert.Equal(_folder.FullName, catalog.Origin);
    }

    [Fact]
    public void Problems_of_all_files_come_at_once()
    {
        string first = Write("a2", SkuText.Other("a2").Replace("tdp_w: 700", "tdp_w: 0", StringComparison.Ordinal));
        string second = Write("x1", SkuText.With("hbm_gb: 80", "hbm_gb: 0"));
        Assert.Equal(
            [$"{first}:13:8: tdp_w: found 0; accepted: a number above 0", $"{second}:8:9: hbm_gb: found 0; accepted: a number above 0"],
            Problems());
    }

    [Fact]
    public void What_names_one_SKU_names_no_other()
    {
        string first = Write("a2", SkuText.Right.Replace("id: x1", "id: a2", StringComparison.Ordinal).Replace("[X1]", "[x1]", StringComparison.Ordinal));
        string second = Write("x1", SkuText.Right);
        Assert.Equal(
            [
                $"{second}:2:7: name: 'X1 SXM' stands already at {first}:2:7",
                $"{second}:17:13: detection.pci_ids[0]: '10de:1234' stands already at {first}:17:13",
                $"{second}:18:11: detection.names[0]: 'X1' stands already at {first}:18:11",
            ],
            Problems());
    }

    [Fact]
    public void A_folder_without_a_SKU_is_none()
    {
        Assert.Contains("holds no SKU", Assert.Single(Problems()), StringComparison.Ordinal);
        string missing = Path.Combine(_folder.FullName, "none");
        Assert.Equal($"{missing}:1:1: the folder does not exist", Assert.Throws<ConfigurationException>(() => SkuCatalog.FromFolder(missing)).Message);
    }

    [Fact]
    public void As_JSON_a_SKU_has_the_keys_of_its_file()
    {
        using JsonDocument json = JsonDocument.Parse(EconomicsJson.Of([SkuCatalog.BuiltIn.Get("mi300x")]));
        JsonElement sku = json.RootElement.GetProperty("skus")[0];
        Assert.Equal(
            [
                "id", "name", "planned", "vendor", "architecture", "host_architecture", "gpus_per_node", "scale_up_gpus", "hbm_gb", "hbm_tb_per_s",
                "dense_tflops", "scale_up_gb_per_s", "scale_out_gb_per_s", "tdp_w", "precisions", "telemetry", "detection", "container_flags",
                "device_nodes", "prices", "source",
            ],
            sku.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("amd", "x64", "amd_smi"), (sku.GetProperty("vendor").GetString(), sku.GetProperty("host_architecture").GetString(), sku.GetProperty("telemetry").GetString()));
        Assert.Equal("2026-07", sku.GetProperty("prices")[1].GetProperty("table").GetString());
    }

    [Fact]
    public void A_file_that_ends_in_yml_is_not_left_out_in_silence()
    {
        Write("x1", SkuText.Right);
        string other = Path.Combine(_folder.FullName, "a2.yml");
        File.WriteAllText(other, SkuText.Other("a2"));
        Assert.Equal($"{other}:1:1: accepted: files whose names end in .yaml", Assert.Single(Problems()));
    }

    private string Write(string id, string text)
    {
        string path = Path.Combine(_folder.FullName, id + ".yaml");
        File.WriteAllText(path, text);
        return path;
    }

    private string[] Problems() =>
        [.. Assert.Throws<ConfigurationException>(() => SkuCatalog.FromFolder(_folder.FullName)).Problems.Select(problem => problem.ToString())];
}
