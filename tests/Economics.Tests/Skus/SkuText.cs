using LoadGen.Configuration;
using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Tests.Skus;

/// <summary>Files of a made-up SKU.</summary>
internal static class SkuText
{
    public const string Path = "skus/x1.yaml";

    public const string Right = """
        id: x1
        name: X1 SXM
        vendor: nvidia
        architecture: Hopper
        host_architecture: x64
        gpus_per_node: 8
        scale_up_gpus: 8
        hbm_gb: 80
        hbm_tb_per_s: 3.35
        dense_tflops: { bf16: 990, fp8: 1980 }
        scale_up_gb_per_s: 450
        scale_out_gb_per_s: 50
        tdp_w: 700
        precisions: [bf16, fp8, fp4]
        telemetry: nvml
        detection:
          pci_ids: ["10de:1234"]
          names: [X1]
        container_flags: [--gpus=all]
        device_nodes: [/dev/nvidiactl]
        prices:
          - table: old
            date: 2025-10
            source: somewhere
            provisioned_kw: 1.5
            hyperscaler_usd: 1.3
            neocloud_usd: 1.7
            rental_usd: 1.6
          - table: new
            date: 2026-07-01
            source: elsewhere
            provisioned_kw: 1.4
            hyperscaler_usd: 1.2
            neocloud_usd: 1.5
            rental_usd: 1.8
        source: a datasheet
        """;

    /// <summary>The right file with one part of it changed.</summary>
    public static string With(string part, string replacement)
    {
        Assert.Contains(part, Right, StringComparison.Ordinal);
        return Right.Replace(part, replacement, StringComparison.Ordinal);
    }

    /// <summary>The same file for another SKU, which shares neither name nor ids.</summary>
    public static string Other(string id) => Right
        .Replace("id: x1", $"id: {id}", StringComparison.Ordinal)
        .Replace("X1 SXM", $"{id} SXM", StringComparison.Ordinal)
        .Replace("10de:1234", "10de:5678", StringComparison.Ordinal)
        .Replace("[X1]", $"[{id}]", StringComparison.Ordinal);

    public static Sku Parse(string text) => SkuReader.Parse(text, Path).Value;

    /// <summary>What is wrong with a file, a line a problem.</summary>
    public static string[] Problems(string text) =>
        [.. Assert.Throws<ConfigurationException>(() => SkuReader.Parse(text, Path)).Problems.Select(problem => problem.ToString())];
}
