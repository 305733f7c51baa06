using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Launching;

/// <summary>Recipes whose engines have the times of GPUs that are not there, on a host that has none or others.</summary>
public sealed class RooflineTests
{
    [Theory]
    [InlineData("process/simulated-roofline", "mi355x")]
    [InlineData("process/simulated-roofline-sglang", "h200")]
    [InlineData("process/simulated-roofline-vllm", "b200")]
    public async Task An_engine_serves_where_its_GPUs_are_not(string recipe, string sku)
    {
        using var run = new LaunchRun();
        Finished finished = await run.RunWithAsync(
            $"exec {string.Join(' ', Loadgen.Command)} bench --url $LOADGEN_URL --model $LOADGEN_MODEL --requests 10 --concurrency 4 --isl 100 --osl 50 --output bench --allow-invalid",
            recipe, "--sku", sku, "--set", "time_scale=20", "--port", $"{LaunchRun.FreePort()}");
        finished.Exits(Loadgen.Ok);
        JsonElement result = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Path, "bench", "result.json"))).RootElement;
        Assert.True(result.GetProperty("simulated").GetBoolean());
        string[] command = [.. run.Manifest.GetProperty("workers")[0].GetProperty("units")[0].GetProperty("command").EnumerateArray().Select(word => word.GetString()!)];
        Assert.Equal(sku, command[Array.IndexOf(command, "--sku") + 1]);
        await run.LeavesNothingAsync();
    }
}
