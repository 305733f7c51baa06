using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

public class SimulateOptionTests
{
    [Theory]
    [InlineData("--port: '70000' is not a whole number from 0 to 65535", "--port", "70000")]
    [InlineData("--ttft: 'soon' is not a duration", "--ttft", "soon")]
    [InlineData("--jitter: '2' is not a number from 0 to 1", "--jitter", "2")]
    [InlineData("--fault: ", "--fault", "explode")]
    [InlineData("--fault: fault rule 'status:503@0'", "--fault", "status:503@0")]
    [InlineData("--api-key-env: the environment variable LOADGEN_TEST_UNSET is not set", "--api-key-env", "LOADGEN_TEST_UNSET")]
    [InlineData("'--nonsense'", "--nonsense")]
    [InlineData("--tp needs --sku: the GPU that it pretends to be", "--tp", "8")]
    [InlineData("--sku needs --model-shape: one of deepseek-r1", "--sku", "h200")]
    [InlineData("--sku: there is no SKU 'h201'; did you mean 'h200'?", "--sku", "h201", "--model-shape", "deepseek-r1")]
    [InlineData("--model-shape: there is no model shape 'deepseek-r2'; did you mean 'deepseek-r1'?", "--sku", "h200", "--model-shape", "deepseek-r2")]
    [InlineData("--itl has no place beside --sku: its times are the roofline's", "--sku", "b200", "--model-shape", "gptoss", "--itl", "5ms")]
    [InlineData("raise tp, or use a narrower precision", "--sku", "h200", "--model-shape", "deepseek-r1", "--tp", "4")]
    [InlineData("--isl needs --predict", "--isl", "5")]
    [InlineData("--predict needs --sku: the GPU whose figures are asked for", "--predict", "--concurrency", "1", "--isl", "1", "--osl", "1")]
    [InlineData("--predict needs --osl", "--predict", "--sku", "h200", "--model-shape", "deepseek-r1", "--tp", "8", "--concurrency", "4", "--isl", "5")]
    public async Task Is_refused_in_one_line(string message, params string[] options) =>
        (await Loadgen.RunAsync(["simulate", .. options])).RefusesUsage("simulate", message);

    [Fact]
    public async Task A_port_in_use_is_named_in_one_line()
    {
        await using ScriptedServer other = ScriptedServer.Answering("");
        (await Loadgen.RunAsync("simulate", "--port", $"{other.Port}")).Exits(Loadgen.Usage).Says($"{other.Port}");
    }

    [Fact]
    public async Task An_engine_told_so_ends_with_its_input()
    {
        // The harness closes a program's input as soon as it runs.
        Finished engine = (await Loadgen.RunAsync("simulate", "--port", "0", "--until-eof")).Exits(Loadgen.Ok);
        Assert.Contains("simulated engine at ", engine.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prediction_is_a_table_or_a_JSON_object()
    {
        string[] asked = ["simulate", "--predict", "--sku", "h200", "--model-shape", "deepseek-r1", "--tp", "8", "--concurrency", "64", "--isl", "1024", "--osl", "1024"];
        Assert.Contains("output_tput_per_gpu", (await Loadgen.RunAsync(asked)).Exits(Loadgen.Ok).Stdout, StringComparison.Ordinal);

        Finished json = (await Loadgen.RunAsync([.. asked, "--json"])).Exits(Loadgen.Ok);
        using JsonDocument read = JsonDocument.Parse(json.Stdout);
        Assert.Equal("loadgen.prediction", read.RootElement.GetProperty("schema").GetString());
        Assert.True(read.RootElement.GetProperty("tpot_ms").GetDouble() > 0);
    }
}
