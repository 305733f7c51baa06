using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary>What cannot be meant by <c>check</c> is refused with its place, before anyone is asked.</summary>
public sealed class CheckOptionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("metric: ttft, percentile: 101, max: 1s", "sla.yaml:4:")]
    [InlineData("metric: ttft, percentile: 99, max: -1s", "sla.yaml:4:")]
    [InlineData("metric: ttfb, percentile: 99, max: 1s", "sla.yaml:4:")]
    public async Task Nonsense_objectives_name_file_and_line(string objective, string place)
    {
        Finished check = await CheckAsync(Sla.Text(objective));
        check.Exits(Loadgen.Usage);
        Assert.Contains(check.Messages, message => message.Contains(place, StringComparison.Ordinal));
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task A_load_that_bench_would_refuse_is_refused_in_its_words()
    {
        (await CheckAsync(Sla.Under("{ rate: 10, ramp_up: 5s, duration: 10s }", ["metric: ttft, percentile: 90, max: 1s"])))
            .RefusesUsage("check", "sla.yaml: load: --ramp-up needs a closed loop");
        (await CheckAsync(Sla.Under("{ trace: none.jsonl }", ["metric: ttft, percentile: 90, max: 1s"])))
            .RefusesUsage("check", "sla.yaml: load: --trace: ", "none.jsonl does not exist");
        (await CheckAsync(Sla.Under("{ concurrency: 2, requests: 5, isl: many }", ["metric: ttft, percentile: 90, max: 1s"])))
            .RefusesUsage("check", "sla.yaml: load: --isl: 'many' is not a whole number");
    }

    [Fact]
    public async Task An_evaluation_that_cannot_be_made_is_refused_before_the_load()
    {
        (await CheckAsync(Sla.Text("metric: accuracy, evaluation: gsm8k, dataset: none.jsonl, min: 60%"))).Exits(Loadgen.Usage).Says("none.jsonl");
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task Names_and_options_that_are_unknown_are_refused_with_a_hint()
    {
        (await Loadgen.RunAsync("check", "llama-2-70b-servr", "--url", "http://127.0.0.1:1")).Exits(Loadgen.Usage).Says("did you mean llama-2-70b-server?");
        (await Loadgen.RunAsync("check", "sla.yaml", "--goodput", "ttft:1", "--url", "http://127.0.0.1:1")).Exits(Loadgen.Usage);
        (await Loadgen.RunAsync("check", "--url", "http://127.0.0.1:1")).RefusesUsage("check", "the SLA is missing");
        (await Loadgen.RunAsync("check", "llama-2-70b-server")).RefusesUsage("check", "--url is missing");
        (await CheckAsync(Sla.Text("metric: ttft, percentile: 90, max: 1s"), "--junit", _folder["no/where.xml"])).RefusesUsage("check", "its folder does not exist");
    }

    private Task<Finished> CheckAsync(string sla, params string[] more) => Sla.CheckAsync(_folder.File("sla.yaml", sla), "http://127.0.0.1:1", _folder["out"], more);
}
