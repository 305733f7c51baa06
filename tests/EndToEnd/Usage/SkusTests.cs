using System.Runtime.Versioning;
using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary><c>loadgen skus</c>: the catalog that the binary carries, one of one's own, and this host's.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SkusTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_binary_lists_its_catalog_anywhere()
    {
        Finished list = (await Loadgen.RunAsync(["skus"], workingFolder: _folder.Path)).Exits(Loadgen.Ok);
        Assert.All(["h100", "gb300", "mi355x", "rtx6000pro", "vr-nvl72*", "2026-07"], text => Assert.Contains(text, list.Stdout, StringComparison.Ordinal));
        Assert.Equal("configs/skus: 14 SKUs, right\n", (await Loadgen.RunAsync("skus", "--check")).Exits(Loadgen.Ok).Stdout);
    }

    [Fact]
    public async Task As_JSON_every_field_is_there()
    {
        Finished json = (await Loadgen.RunAsync("skus", "--format", "json", "gb200", "h100")).Exits(Loadgen.Ok);
        JsonElement[] skus = [.. JsonDocument.Parse(json.Stdout).RootElement.GetProperty("skus").EnumerateArray()];
        Assert.Equal(["gb200", "h100"], skus.Select(sku => sku.GetProperty("id").GetString()));
        Assert.Equal(72, skus[0].GetProperty("scale_up_gpus").GetInt32());
        Assert.Equal("arm64", skus[0].GetProperty("host_architecture").GetString());
        Assert.Equal(10000, skus[0].GetProperty("dense_tflops").GetProperty("fp4").GetDouble());
        Assert.Equal(1.17, skus[1].GetProperty("prices")[1].GetProperty("hyperscaler_usd").GetDouble());
    }

    [Fact]
    public async Task An_ID_shows_all_that_is_known_of_it()
    {
        Finished details = (await Loadgen.RunAsync("skus", "h200")).Exits(Loadgen.Ok);
        Assert.StartsWith("h200: H200 SXM\n", details.Stdout, StringComparison.Ordinal);
        Assert.Contains("table article of 2025-10", details.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_IDs_are_all_answered_with_what_was_meant()
    {
        Finished finished = (await Loadgen.RunAsync("skus", "h20", "gb20")).Exits(Loadgen.Usage);
        Assert.Equal(2, finished.Messages.Count);
        Assert.Contains("there is no SKU 'h20'; did you mean 'h200'?", finished.Messages[0], StringComparison.Ordinal);
        Assert.Contains("there is no SKU 'gb20'; did you mean 'gb200'?", finished.Messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_files_are_refused_with_all_their_problems()
    {
        string first = Write("h100", text => text.Replace("tdp_w: 700", "tdp_w: 0", StringComparison.Ordinal));
        string second = Write("h200", text => text.Replace("telemetry: nvml", "telemtry: nvml", StringComparison.Ordinal));
        foreach (string[] options in (string[][])[["--check"], [], ["--detect"]])
        {
            Finished finished = (await Loadgen.RunAsync(["skus", "--configs", _folder.Path, .. options])).Exits(Loadgen.Usage);
            Assert.Equal("", finished.Stdout);
            Assert.Contains(finished.Messages, line => line.StartsWith($"loadgen: {first}:", StringComparison.Ordinal) && line.EndsWith("tdp_w: found 0; accepted: a number above 0", StringComparison.Ordinal));
            Assert.Contains(finished.Messages, line => line.StartsWith($"loadgen: {second}:", StringComparison.Ordinal) && line.Contains("telemtry: unknown key; did you mean 'telemetry'?", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("exclude each other", "--check", "--detect")]
    [InlineData("exclude each other", "--detect", "h100")]
    [InlineData("--format: 'csv' is not one of table, json", "--format", "csv")]
    public async Task Is_refused_in_one_line(string message, params string[] options) =>
        (await Loadgen.RunAsync(["skus", .. options])).RefusesUsage("skus", message);

    [Fact]
    public async Task A_folder_that_is_not_there_is_named() =>
        (await Loadgen.RunAsync("skus", "--configs", _folder["none"])).RefusesUsage("skus", $"{_folder["none"]}/skus", "does not exist");

    [Fact]
    public async Task The_hosts_SKU_is_what_its_driver_says()
    {
        Dictionary<string, string> environment = Tools("0, 0x233510DE, GPU-aa, 143771, 4, 570.86.15, NVIDIA H200");
        Finished table = (await Loadgen.RunAsync(["skus", "--detect"], environment)).Exits(Loadgen.Ok);
        Assert.Contains("10de:2335", table.Stdout, StringComparison.Ordinal);
        Finished json = (await Loadgen.RunAsync(["skus", "--detect", "--format", "json"], environment)).Exits(Loadgen.Ok);
        JsonElement device = JsonDocument.Parse(json.Stdout).RootElement.GetProperty("devices")[0];
        Assert.Equal("h200", device.GetProperty("sku_id").GetString());
        Assert.Equal("nvidia_smi", device.GetProperty("device").GetProperty("source").GetString());
    }

    // The catalog has a SKU that no host is of, whatever these tests run on.
    [Fact]
    public async Task A_host_without_a_SKU_of_the_catalog_exits_with_3()
    {
        Write("h100", text => text.Replace("10de:2330", "10de:fffe", StringComparison.Ordinal).Replace("[H100 80GB HBM3]", "[none]", StringComparison.Ordinal));
        Finished finished = (await Loadgen.RunAsync(["skus", "--detect", "--configs", _folder.Path], Tools("0, 0x233510DE, GPU-aa, 143771, 4, 570.86.15, NVIDIA H200"))).Exits(Loadgen.Unreachable);
        finished.Says("this host has no SKU");
        Assert.Contains("the catalog has no SKU with the PCI id 10de:2335", finished.Stdout, StringComparison.Ordinal);
    }

    private string Write(string id, Func<string, string> edit)
    {
        Directory.CreateDirectory(_folder["skus"]);
        return _folder.File($"skus/{id}.yaml", edit(File.ReadAllText(Repository.Existing("configs", "skus", id + ".yaml"))));
    }

    // A PATH on which nvidia-smi answers with one line, and amd-smi has no driver.
    private Dictionary<string, string> Tools(string line)
    {
        Directory.CreateDirectory(_folder["bin"]);
        foreach ((string name, string script) in (ReadOnlySpan<(string, string)>)[("nvidia-smi", $"echo '{line}'"), ("amd-smi", "exit 1")])
        {
            File.SetUnixFileMode(
                _folder.File($"bin/{name}", $"#!/bin/sh\n{script}\n"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new Dictionary<string, string> { ["PATH"] = $"{_folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}" };
    }
}
