using LoadGen.Configuration;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Verdicts.Tests.Settings;

public sealed class SlaFileReaderTests
{
    private const string Load = "load: { rate: 10, duration: 10m }\n";

    [Fact]
    public void An_objective_of_each_kind_is_read()
    {
        Sla sla = Parse(
            "ttft, percentile: 99, max: 2000ms",
            "tpot, requests: 99.5%, max: 0.2s, context: 0-8192, turn: 1",
            "interactivity, percentile: 1, min: 25",
            "e2e, mean: true, max: 20s",
            "error_rate, max: 1%",
            "availability, min: 99.9%, window: 10s",
            "rate_limit_rate, max: 0.1%, turn: 2-",
            "output_tokens_per_s, min: 1000",
            "accuracy, evaluation: gsm8k, dataset: test.jsonl, min: 90%");
        Assert.Equal(
            [
                "ttft p99 ≤ 2000 ms",
                "tpot ≤ 200 ms for 99.5% of requests (context 0-8192, turn 1)",
                "interactivity p1 ≥ 25 tokens/s",
                "e2e mean ≤ 20000 ms",
                "error_rate ≤ 1%",
                "availability ≥ 99.9% of windows of 10 s",
                "rate_limit_rate ≤ 0.1% (turn 2-)",
                "output_tokens_per_s ≥ 1000 tokens/s",
                "accuracy of gsm8k ≥ 90%",
            ],
            sla.Objectives.Select(objective => objective.Name));
        Assert.Equal([0.99, 0.995, 0.99, 0, 0.99, 0.999, 0.999, 0, 0.9], sla.Objectives.Select(objective => objective.RequiredShare));
        Assert.Equal([2000, 200, 25, 20_000, 0.01, 0.999, 0.001, 1000, 0.9], sla.Objectives.Select(objective => objective.Bound));
        Assert.Equal(
            [ObjectiveKind.Share, ObjectiveKind.Share, ObjectiveKind.Share, ObjectiveKind.Mean, ObjectiveKind.Rate, ObjectiveKind.Rate, ObjectiveKind.Rate, ObjectiveKind.Whole, ObjectiveKind.Rate],
            sla.Objectives.Select(objective => objective.Kind));
        Assert.Equal((new Band(0, 8192), new Band(1, 1)), (sla.Objectives[1].Context, sla.Objectives[1].Turns));
        Assert.Equal(new Band(2, int.MaxValue), sla.Objectives[6].Turns);
        Assert.Equal(TimeSpan.FromSeconds(10), sla.Objectives[5].Window);
        Assert.Equal(("gsm8k", "test.jsonl"), (sla.Objectives[8].Evaluation, sla.Objectives[8].Dataset));
        Assert.Equal("sla.yaml:3", sla.Objectives[0].Place);
    }

    [Fact]
    public void What_a_file_leaves_out_has_its_default()
    {
        Sla sla = Parse("ttft, percentile: 99, max: 2s");
        Assert.Equal(("sla", 0.99, true), (sla.Name, sla.Confidence, sla.File.StopEarly));
        Assert.Equal((10.0, TimeSpan.FromMinutes(10), null, null), (sla.Load.RateRps, sla.Load.Duration, sla.Load.Requests, sla.Load.Concurrency));
    }

    [Fact]
    public void The_load_becomes_benchs_arguments()
    {
        SlaLoad load = SlaFileReader.Parse(
            "load: { sessions: chats.jsonl, concurrency: 8, recorded_starts: false, history: server, think_time: 2s, dataset_shuffle: true, requests: 100 }\nobjectives: [{ metric: error_rate, max: 1% }]",
            "sla.yaml").Load;
        Assert.Equal(
            ["--sessions", "/slas/chats.jsonl", "--concurrency", "8", "--history", "server", "--think-time", "2s", "--dataset-shuffle", "--requests", "100"],
            load.Arguments("/slas"));
        Assert.Equal("chats.jsonl", load.Arguments(null)[1]);
    }

    [Theory]
    [InlineData("concurrency: 4, duration: 10m", false)]
    [InlineData("sessions: chats.jsonl, concurrency: 4", false)]
    [InlineData("sessions: chats.jsonl, concurrency: 4, recorded_starts: false", false)]
    [InlineData("rate: 10, duration: 10m", true)]
    [InlineData("trace: trace.jsonl", true)]
    [InlineData("sessions: chats.jsonl, session_rate: 2", true)]
    [InlineData("sessions: chats.jsonl, recorded_starts: true", true)]
    public void Availability_is_of_loads_by_a_schedule(string load, bool isAccepted)
    {
        string text = $"load: {{ {load} }}\nobjectives:\n  - {{ metric: error_rate, max: 1% }}\n  - {{ metric: availability, min: 99%, window: 10s }}\n";
        if (isAccepted)
        {
            Assert.Equal(2, SlaFileReader.Parse(text, "sla.yaml").Objectives.Count);
            return;
        }

        var refused = Assert.Throws<ConfigurationException>(() => SlaFileReader.Parse(text, "sla.yaml"));
        Assert.StartsWith("sla.yaml:4:", Assert.Single(refused.Problems).ToString(), StringComparison.Ordinal);
        Assert.Contains("objectives[1].metric: availability counts windows by the requests due in them", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("accepted: a load with rate, trace, session_rate or recorded_starts", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ttft, percentile: 101, max: 2s", "3:33: objectives[0].percentile: found 101; accepted: 50 and above, below 100, such as 99")]
    [InlineData("ttft, percentile: 0, max: 2s", "objectives[0].percentile: found 0; accepted: 50 and above, below 100")]
    [InlineData("ttft, percentile: 5, max: 2s", "objectives[0].percentile: found 5; accepted: 50 and above, below 100")]
    [InlineData("ttft, percentile: p99, max: 2s", "objectives[0].percentile: found the text 'p99'; accepted: a number")]
    [InlineData("interactivity, percentile: 99, min: 25", "objectives[0].percentile: found 99, which asks interactivity of 1% of requests alone; accepted: above 0 and up to 50: percentile 1 means that 99% of requests have the least value or more")]
    [InlineData("ttft, percentile: 99, max: -2s", "objectives[0].max: found -2s; accepted: a time above 0 with its unit, such as 2000ms or 2s")]
    [InlineData("ttft, percentile: 99, max: 0ms", "objectives[0].max: found 0ms; accepted: a time above 0")]
    [InlineData("ttft, percentile: 99, max: 2000", "objectives[0].max: found 2000; accepted: a time above 0 with its unit")]
    [InlineData("ttft, percentile: 99, max: [1s]", "objectives[0].max: found a list; accepted: a time")]
    [InlineData("ttft, percentile: 99", "objectives[0]: the key 'max' is missing; accepted: a time above 0 with its unit")]
    [InlineData("ttft, percentile: 99, min: 2s", "objectives[0].min: ttft has a most; accepted: 'max', a time")]
    [InlineData("ttft, percentile: 99, min: 1s, max: 2s", "objectives[0].min: ttft has a most")]
    [InlineData("interactivity, percentile: 1, max: 25", "objectives[0].max: interactivity has a least; accepted: 'min', tokens/s, a number above 0")]
    [InlineData("interactivity, percentile: 1, min: 25ms", "objectives[0].min: found 25ms; accepted: tokens/s, a number above 0")]
    [InlineData("ttft, max: 2s", "objectives[0]: it does not say which requests must keep to the bound; accepted: one of percentile: 99, requests: 99.5%, mean: true")]
    [InlineData("ttft, percentile: 99, mean: true, max: 2s", "objectives[0].mean: percentile and mean exclude each other; accepted: one of")]
    [InlineData("ttft, requests: 99, max: 2s", "objectives[0].requests: found 99; accepted: a share in percent, from 50% to below 100%")]
    [InlineData("ttft, requests: 100%, max: 2s", "objectives[0].requests: found 100%; accepted: from 50% to below 100%; that all keep to a bound no number of requests can show")]
    [InlineData("error_rate, max: 0.01", "objectives[0].max: found 0.01; accepted: a share in percent above 0% and below 100%")]
    [InlineData("error_rate, max: 0%", "objectives[0].max: found 0%; accepted: a share in percent above 0%")]
    [InlineData("error_rate, max: 100%", "objectives[0].max: found 100%; accepted: a share")]
    [InlineData("error_rate, max: -1%", "objectives[0].max: found -1%; accepted: a share")]
    [InlineData("error_rate, percentile: 99, max: 1%", "objectives[0].percentile: error_rate is no figure of a single request; accepted: error_rate with 'max' alone")]
    [InlineData("availability, min: 99%", "objectives[0]: the key 'window' is missing; accepted: how long a window is, such as 10s")]
    [InlineData("availability, min: 99%, window: 10", "objectives[0].window: found 10; accepted: a time above 0 with its unit, such as 10s")]
    [InlineData("availability, min: 99%, window: 10s, turn: 1", "objectives[0].turn: availability is a figure of the whole run; accepted: it without 'turn'")]
    [InlineData("ttft, percentile: 99, max: 2s, window: 10s", "objectives[0].window: 'window' is for availability alone")]
    [InlineData("ttft, percentile: 99, max: 2s, evaluation: gsm8k", "objectives[0].evaluation: 'evaluation' is for accuracy alone")]
    [InlineData("accuracy, min: 90%", "objectives[0]: the key 'evaluation' is missing")]
    [InlineData("ttft, percentile: 99, max: 2s, context: 8192-0", "objectives[0].context: found 8192-0; accepted: prompt lengths in tokens, such as 0-8192 or 8193-")]
    [InlineData("ttft, percentile: 99, max: 2s, turn: 0", "objectives[0].turn: found 0; accepted: turns from 1, such as 1, 2- or 2-5")]
    [InlineData("latency, percentile: 99, max: 2s", "objectives[0].metric: found the text 'latency'; accepted: one of ttft, ttfvt, tpot, itl, e2e, interactivity, error_rate, availability, rate_limit_rate, truncation_rate, output_tokens_per_s, accuracy")]
    [InlineData("ttft, percentil: 99, max: 2s", "objectives[0].percentil: unknown key; did you mean 'percentile'? accepted:")]
    public void A_nonsense_objective_is_refused_where_it_stands(string objective, string message)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Parse(objective));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("sla.yaml:3:", refused.Message, StringComparison.Ordinal);
        Assert.Single(refused.Problems);
    }

    [Fact]
    public void Two_objectives_that_ask_the_same_are_refused()
    {
        var refused = Assert.Throws<ConfigurationException>(() => Parse("ttft, percentile: 99, max: 2s", "ttft, requests: 99%, max: 3s"));
        Assert.Equal("sla.yaml:4:5: objectives[1]: asks the same as objectives[0]; keep the one that is meant", refused.Message);
        Assert.Equal(2, Parse("ttft, percentile: 99, max: 2s", "ttft, percentile: 99, max: 3s, context: 8193-").Objectives.Count);
    }

    [Fact]
    public void Names_are_each_objectives_own()
    {
        var refused = Assert.Throws<ConfigurationException>(() => Parse("ttft, name: quick, percentile: 99, max: 2s", "tpot, name: quick, percentile: 99, max: 1s"));
        Assert.Equal("sla.yaml:4:27: objectives[1].name: 'quick' is the name of objectives[0] too; accepted: a name of its own", refused.Message);
    }

    [Theory]
    [InlineData("objectives: [{ metric: error_rate, max: 1% }]", "1:1: the key 'load' is missing")]
    [InlineData("load: { isl: 1024, duration: 10m }\nobjectives: [{ metric: error_rate, max: 1% }]", "load: says no load; accepted: one of rate, trace, sessions, concurrency")]
    [InlineData("load: { rate: 10 }\nobjectives: [{ metric: error_rate, max: 1% }]", "load: says no end; accepted: duration, such as 10m, or requests")]
    [InlineData("load: { rate: 10, trace: t.csv }\nobjectives: [{ metric: error_rate, max: 1% }]", "load.trace: rate and trace exclude each other; accepted: one of them")]
    [InlineData("load: { rate: 10, concurrency: 4, duration: 1m }\nobjectives: [{ metric: error_rate, max: 1% }]", "load.concurrency: accepted: rate without it. Behind a limit the requests that are due wait")]
    [InlineData("load: { sessions: s.jsonl, session_rate: 2, concurrency: 4 }\nobjectives: [{ metric: error_rate, max: 1% }]", "load.concurrency: accepted: session_rate without it.")]
    [InlineData("load: { rate: 0, duration: 1m }\nobjectives: [{ metric: error_rate, max: 1% }]", "load.rate: found 0; accepted: requests a second, a number above 0")]
    [InlineData("load: { concurrency: 1.5, duration: 1m }\nobjectives: [{ metric: error_rate, max: 1% }]", "load.concurrency: found 1.5; accepted: a whole number from 1")]
    [InlineData("load: { rate: 1, duration: soon }\nobjectives: [{ metric: error_rate, max: 1% }]", "load.duration: found soon; accepted: a time above 0, such as 10m")]
    [InlineData("load: { rate: 1, duration: 1m, concurency: 4 }\nobjectives: [{ metric: error_rate, max: 1% }]", "load.concurency: unknown key; did you mean 'concurrency'? accepted: bench's options")]
    [InlineData("load: { rate: [1, 2], duration: 1m }\nobjectives: [{ metric: error_rate, max: 1% }]", "load.rate: found a list; accepted: one value, as bench's --rate takes it")]
    [InlineData("load: { rate: 1, duration: 1m }", "the key 'objectives' is missing")]
    [InlineData("load: { rate: 1, duration: 1m }\nobjectives: []", "objectives: found an empty list; accepted: at least one objective, such as")]
    [InlineData("confidence: 1\nload: { rate: 1, duration: 1m }\nobjectives: [{ metric: error_rate, max: 1% }]", "confidence: found 1; accepted: 0.5 to below 1, such as 0.99")]
    [InlineData("confidance: 0.99\nload: { rate: 1, duration: 1m }\nobjectives: [{ metric: error_rate, max: 1% }]", "confidance: unknown key; did you mean 'confidence'?")]
    public void A_nonsense_file_is_refused_where_it_stands(string text, string message)
    {
        var refused = Assert.Throws<ConfigurationException>(() => SlaFileReader.Parse(text, "sla.yaml"));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Matches("^sla.yaml:[0-9]+:[0-9]+: ", refused.Message);
        Assert.Single(refused.Problems);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var refused = Assert.Throws<ConfigurationException>(() => Parse("ttft, percentile: 101, max: -2s", "error_rate, max: 200%"));
        Assert.Equal(["objectives[0].max", "objectives[0].percentile", "objectives[1].max"], refused.Problems.Select(problem => problem.Path).Order());
    }

    private static Sla Parse(params string[] objectives) => SlaFileReader.Parse(
        Load + "objectives:\n" + string.Concat(objectives.Select(objective => $"  - {{ metric: {objective} }}\n")), "sla.yaml");
}
