using System.Text.Json;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Results;

public sealed class ResultWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_key_that_users_rely_on_is_there()
    {
        JsonElement d = await WriteAsync(ResultFixtures.Phase(Given.Completed([10, 20])));

        Assert.Equal(("loadgen.result", 1), (d.GetProperty("schema").GetString(), d.GetProperty("schema_version").GetInt32()));
        Assert.Equal(JsonValueKind.Number, d.GetProperty("duration_s").ValueKind);
        Assert.Equal(
            ["requested", "completed", "failed", .. Enum.GetValues<Outcome>().Select(Outcomes.Name).Where(n => n != "completed")],
            d.GetProperty("outcomes").EnumerateObject().Select(p => p.Name));
        Assert.All(["input", "output", "chunks"], key => Assert.Equal(JsonValueKind.Number, d.GetProperty("tokens").GetProperty(key).ValueKind));
        Assert.All(
            ["requests_per_s", "input_tokens_per_s", "output_tokens_per_s", "total_tokens_per_s"],
            key => Assert.Equal(JsonValueKind.Number, d.GetProperty("throughput").GetProperty(key).ValueKind));
        Assert.Equal(MetricRegistry.All.Select(m => m.Name), d.GetProperty("metrics").EnumerateObject().Select(p => p.Name));
        Assert.All(d.GetProperty("metrics").EnumerateObject(), metric => Assert.Equal(
            ["count", "mean", "std", "min", "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99", "p99_9", "max"],
            metric.Value.EnumerateObject().Select(p => p.Name)));
    }

    [Fact]
    public async Task Every_metric_and_outcome_is_defined_in_the_document()
    {
        JsonElement definitions = (await WriteAsync(ResultFixtures.Phase(Given.Completed([10])))).GetProperty("definitions");

        Assert.All(MetricRegistry.All, m => Assert.StartsWith(m.Definition, definitions.GetProperty("metrics." + m.Name).GetString(), StringComparison.Ordinal));
        Assert.All(Enum.GetValues<Outcome>(), o => Assert.NotEmpty(definitions.GetProperty("outcomes." + Outcomes.Name(o)).GetString()!));
        Assert.All(["duration_s", "tokens", "throughput", "outcomes.requested"], key => Assert.NotEmpty(definitions.GetProperty(key).GetString()!));
    }

    [Fact]
    public async Task Figures_are_those_of_the_run()
    {
        // The first is due 2 ms before its send; the last response ends 498 ms after it: half a second.
        PhaseOutcome phase = ResultFixtures.Phase(
            Given.Completed([10, 20, 30], usage: 5), Given.Failed(Outcome.Status5xx, "HTTP 503: busy").Ended(Outcome.Status5xx, 498));
        JsonElement d = await WriteAsync(phase);

        Assert.Equal(0.5, d.GetProperty("duration_s").GetDouble());
        Assert.Equal((2, 1, 1, 1), (Count("requested"), Count("completed"), Count("failed"), Count("status_5xx")));
        Assert.Equal([2.0, 20.0, 10.0, 30.0], d.GetProperty("throughput").EnumerateObject().Take(4).Select(p => p.Value.GetDouble()));
        Assert.Equal(JsonValueKind.Null, d.GetProperty("throughput").GetProperty("goodput_requests_per_s").ValueKind);
        Assert.Equal([10, 5, 3, 10, 0, 1, 0, 1, 0, 0, 1], d.GetProperty("tokens").EnumerateObject().Select(p => p.Value.GetDouble()));
        JsonElement error = Assert.Single(d.GetProperty("errors").EnumerateArray());
        Assert.Equal("""{"outcome":"status_5xx","message":"HTTP 503: busy","count":1}""", JsonSerializer.Serialize(error));
        JsonElement client = d.GetProperty("client");
        Assert.Equal((0.5, 0.25), (client.GetProperty("cpu_s").GetDouble(), client.GetProperty("cpu_share").GetDouble()));
        Assert.Equal(0.5e6 / 3, client.GetProperty("cpu_per_chunk_us").GetDouble(), 6);

        long Count(string key) => d.GetProperty("outcomes").GetProperty(key).GetInt64();
    }

    [Fact]
    public async Task No_header_value_and_no_key_is_in_any_file()
    {
        await WriteAsync(ResultFixtures.Phase(Given.Completed([10])));

        Assert.All(Directory.GetFiles(_folder.Path), file =>
            Assert.DoesNotContain("secret-key", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Goodput_is_there_where_bounds_were_given()
    {
        GoodputBound[] bounds = [new("ttft", 15)];
        PhaseOutcome phase = ResultFixtures.Phase() with { Totals = ResultFixtures.Totals(bounds, Given.Completed([10, 997]), Given.Completed([20, 30])) };
        JsonElement d = await WriteAsync(phase, options: ResultFixtures.Options with { Goodput = bounds });

        Assert.Equal((2.0, 1.0), (Per("requests_per_s"), Per("goodput_requests_per_s")));
        Assert.Equal(1.0, InferenceX().GetProperty("request_goodput:").GetDouble());

        double Per(string key) => d.GetProperty("throughput").GetProperty(key).GetDouble();
    }

    [Fact]
    public async Task A_run_of_failures_is_a_whole_document_with_nulls()
    {
        JsonElement d = await WriteAsync(ResultFixtures.Phase(Given.Failed(Outcome.Refused, "no")));
        JsonElement ttft = d.GetProperty("metrics").GetProperty("ttft_ms");

        Assert.Equal((0, JsonValueKind.Null), (ttft.GetProperty("count").GetInt64(), ttft.GetProperty("p99").ValueKind));
        Assert.Equal(JsonValueKind.Null, d.GetProperty("client").GetProperty("cpu_per_chunk_us").ValueKind);
    }

    [Fact]
    public async Task A_failed_warmup_leaves_a_result_with_its_errors_and_no_other_file()
    {
        JsonElement d = await WriteAsync(null, ResultFixtures.Phase(Given.Failed(Outcome.Status4xx, "HTTP 404: no such model")));

        Assert.Equal(("failed", 0, 0.0), (d.GetProperty("status").GetString(), d.GetProperty("files").GetArrayLength(), d.GetProperty("duration_s").GetDouble()));
        Assert.Equal("HTTP 404: no such model", d.GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.Equal("""{"requested":1,"completed":0,"failed":1}""", JsonSerializer.Serialize(d.GetProperty("warmup")));
        Assert.Equal([_folder.Of("result.json")], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Of_many_different_errors_the_most_frequent_twenty_are_listed()
    {
        RequestTimeline[] requests = [.. Enumerable.Range(0, 30).Select(i => Given.Failed(Outcome.StreamError, $"error {i}")), Given.Failed(Outcome.StreamError, "error 29")];
        JsonElement errors = (await WriteAsync(ResultFixtures.Phase(requests))).GetProperty("errors");

        Assert.Equal((20, "error 29", 2), (errors.GetArrayLength(), errors[0].GetProperty("message").GetString(), errors[0].GetProperty("count").GetInt64()));
    }

    [Fact]
    public async Task Without_room_for_inferencex_json_there_is_still_a_result()
    {
        // A folder of the document's name stands in for the full disk: it cannot be replaced.
        using RunFolder folder = RunFolder.Open(_folder.Path, overwrite: false);
        Directory.CreateDirectory(_folder.Of("inferencex.json/x"));
        RunOutcome run = await ResultFixtures.RunAsync(ResultFixtures.Phase(Given.Completed([10])));
        var writer = new ResultWriter(ResultFixtures.Options, ResultFixtures.About);
        Assert.ThrowsAny<SystemException>(() => writer.Write(folder, writer.Build(run), run));

        Assert.Equal("complete", Read("result.json").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("completions", "vllm")]
    [InlineData("chat", "openai-chat")]
    public async Task The_original_calls_its_backends_so(string api, string backend)
    {
        await WriteAsync(ResultFixtures.Phase(Given.Completed([10])), options: ResultFixtures.Options with { Api = ResultFixtures.Api(api) });

        Assert.Equal((backend, 2), (InferenceX().GetProperty("backend").GetString(), InferenceX().GetProperty("max_concurrency").GetInt32()));
    }

    private async Task<JsonElement> WriteAsync(PhaseOutcome? measured, PhaseOutcome? warmup = null, BenchOptions? options = null)
    {
        using RunFolder folder = RunFolder.Open(_folder.Path, overwrite: true);
        RunOutcome run = await ResultFixtures.RunAsync(measured, warmup);
        var writer = new ResultWriter(options ?? ResultFixtures.Options, ResultFixtures.About);
        writer.Write(folder, writer.Build(run), run);
        return Read("result.json");
    }

    private JsonElement InferenceX() => Read("inferencex.json");

    private JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllText(_folder.Of(name))).RootElement;
}
