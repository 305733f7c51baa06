using System.Text.Json;
using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation.Tests.Roofline;

/// <summary>What <c>loadgen simulate --predict</c> prints.</summary>
public class PredictionDocumentTests
{
    private static readonly Traffic s_traffic = new(64, 1024, 512);

    [Fact]
    public void It_says_what_the_closed_form_says_and_of_what()
    {
        var document = new PredictionDocument(Deployments.Of(), s_traffic);
        Prediction found = RooflinePredictor.Predict(document.Engine, s_traffic);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            document.WriteJson(json);
        }

        using JsonDocument read = JsonDocument.Parse(bytes.ToArray());
        Assert.Empty(document.Validate());
        Assert.Equal(("h200", "deepseek-r1", "fp8"), (Text("sku"), Text("model"), Text("precision")));
        Assert.Equal((8, 64, 1024, 512), (Number("tp"), Number("concurrency"), Number("isl"), Number("osl")));
        Assert.Equal(found.OutputTokensPerSPerGpu, Number("output_tput_per_gpu"));
        Assert.Equal(3 * found.OutputTokensPerSPerGpu, Number("tput_per_gpu"), 9);
        Assert.Equal((found.TpotS * 1e3, found.TtftS * 1e3, found.Running), (Number("tpot_ms"), Number("ttft_ms"), Number("running")));

        string Text(string name) => read.RootElement.GetProperty(name).GetString()!;
        double Number(string name) => read.RootElement.GetProperty(name).GetDouble();
    }

    [Fact]
    public void The_table_has_a_line_for_each_figure()
    {
        using var output = new StringWriter();
        new PredictionDocument(Deployments.Of(), s_traffic).WriteTable(output);

        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("roofline of deepseek-r1 in fp8 on 8 h200 (dp 1), 64 requests of 1024 + 512 tokens", lines[0]);
        Assert.Equal(
            ["output_tput_per_gpu", "tput_per_gpu", "output_tput", "tpot_ms", "interactivity", "ttft_ms", "running"],
            lines[1..^1].Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void What_the_cache_or_the_model_cannot_hold_is_refused()
    {
        Assert.StartsWith("isl + osl is 200512 tokens, more than", Assert.Single(new PredictionDocument(Deployments.Of(), new Traffic(1, 200_000, 512)).Validate()), StringComparison.Ordinal);
        Deployment tight = Deployments.Of("h100", "llama-3.3-70b", "bf16", tp: 2) with { MemoryFraction = 0.85 };
        Assert.StartsWith("a request of 100512 tokens takes more than the KV cache of 2 h100", Assert.Single(new PredictionDocument(tight, new Traffic(1, 100_000, 512)).Validate()), StringComparison.Ordinal);
    }
}
