using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Settings;

public sealed class SweepFileTests
{
    [Theory]
    [InlineData("scenario: []", "did you mean 'scenarios'?")]
    [InlineData("load: { request_per_conc: 3 }", "did you mean 'requests_per_conc'?")]
    [InlineData("launch: { slurm: { partitions: x } }", "did you mean 'partition'?")]
    public void An_unknown_key_is_an_error_with_its_place_and_the_key_that_was_meant(string line, string hint)
    {
        string problem = Assert.Single(Sweep.Problems($"{Sweep.Small}\n    {line}\n"));
        Assert.StartsWith("sweep.yaml:5:", problem, StringComparison.Ordinal);
        Assert.Contains(hint, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tp: [2, two]", "found the text 'two'; accepted: a whole number from 1")]
    [InlineData("tp: 0", "found 0; accepted: a whole number from 1")]
    [InlineData("tp: []", "found an empty list")]
    [InlineData("tp: [2, 2]", "found 2 twice")]
    [InlineData("tp: [[2]]", "found a list in the list")]
    [InlineData("spec_decoding: eagle", "found the text 'eagle'; accepted: one of none, mtp, draft_model")]
    [InlineData("prefill: { workers: 1.5 }", "search_space[0].prefill.workers: found 1.5")]
    public void A_wrong_value_of_a_key_that_takes_lists_is_found(string key, string message)
    {
        string problem = Assert.Single(Sweep.Problems($$"""
            configurations:
              - recipe: toy/engine
                scenarios: [{ isl: 1, osl: 1 }]
                search_space: [{ {{key}}, conc_list: [4] }]
            """));
        Assert.StartsWith("sweep.yaml:4:", problem, StringComparison.Ordinal);
        Assert.Contains(message, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conc_start: 4", "conc_start and conc_end are given together")]
    [InlineData("conc_start: 8, conc_end: 4", "conc_end: found 4; accepted: from conc_start, 8, on")]
    [InlineData("conc_start: 4, conc_end: 8, conc_list: [4]", "keep one of both")]
    [InlineData("conc_list: [4, 4]", "found 4 twice")]
    [InlineData("conc_list: []", "found an empty list")]
    [InlineData("tp: 2", "a search space without concurrencies is for traces alone")]
    public void Concurrencies_are_said_in_one_way(string keys, string message) => Assert.Contains(
        Sweep.Problems($$"""
            configurations:
              - recipe: toy/engine
                scenarios: [{ isl: 1, osl: 1 }]
                search_space: [{ {{keys}} }]
            """),
        problem => problem.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("url: http://x:1", "recipe starts an engine, url names one that runs")]
    [InlineData("load: { duration_s: 9, requests_min: 5 }", "keep requests_per_conc and requests_min, or duration_s")]
    [InlineData("load: { bench: [--seed, '7'] }", "--seed is the sweep's to say")]
    [InlineData("load: { bench: [--isl=7] }", "--isl is the sweep's to say")]
    [InlineData("load: { bench: [--tokenizer, models/llama] }", "--tokenizer is the sweep's to say")]
    [InlineData("load: { bench: [fast] }", "found 'fast'; accepted: an option of 'loadgen bench --help'")]
    [InlineData("load: { api: soap }", "found 'soap'; accepted: ")]
    [InlineData("limits: { failure_rate_max: 2 }", "found 2; accepted: 0 to 1")]
    [InlineData("telemetry: { source: none, require_power: true }", "no power is read from source none")]
    [InlineData("name: 'A b'", "found 'A b', which folders are named by")]
    [InlineData("repeats: 0", "found 0; accepted: 1 to 1000")]
    public void What_cannot_be_meant_is_refused(string line, string message) =>
        Assert.Contains(message, Assert.Single(Sweep.Problems($"{Sweep.Small}\n    {line}\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("[--header, 'Authorization: Bearer hush-1']", "bench[1]: the header Authorization is a secret")]
    [InlineData("['--header=X-Api-Key: hush-1']", "bench[0]: the header X-Api-Key is a secret")]
    [InlineData("['--header:Authorization: hush-1']", "the header Authorization is a secret")]
    [InlineData("""[--goodput, 'ttft:500', --extra-body, '{"a":{"api_key":["hush-1"]}}']""", "bench[3]: the field 'api_key' is a secret")]
    [InlineData("[--api-key, hush-1]", "--api-key takes a secret")]
    [InlineData("[--api-key=hush-1]", "--api-key takes a secret")]
    public void A_secret_among_the_words_for_bench_is_refused_and_not_repeated(string words, string message)
    {
        string problem = Assert.Single(Sweep.Problems($"{Sweep.Small}\n    load: {{ bench: {words} }}\n"));
        Assert.StartsWith("sweep.yaml:5:", problem, StringComparison.Ordinal);
        Assert.Contains(message, problem, StringComparison.Ordinal);
        Assert.Contains("--api-key-env VAR", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[--header, 'X-Team: blue']")]
    [InlineData("[--api-key-env, MY_KEY]")]
    [InlineData("[--extra-body, '@body.json']")]
    [InlineData("""[--extra-body, '{"max_tokens":5,"use_token":true,"top_k":1}']""")]
    public void Words_for_bench_without_secrets_are_taken(string words) =>
        Assert.Single(Sweep.Plan($"{Sweep.Small}\n    load: {{ bench: {words} }}\n").Points);

    [Theory]
    [InlineData("rate_list: []", "found an empty list; accepted: at least one rate")]
    [InlineData("rate_list: [2, 2]", "rate_list[1]: found 2 twice; accepted: each rate once")]
    [InlineData("rate_list: [0]", "found 0; accepted: 0.001 to 1000000")]
    public void Rates_that_cannot_be_meant_are_refused(string rates, string message) => Assert.Contains(
        message, Assert.Single(Sweep.Problems(Sweep.Small.Replace("conc_list: [4]", rates, StringComparison.Ordinal) + "\n    load: { duration_s: 5 }\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("scenarios: [{ isl: 1, osl: 1 }]", "rate_list needs load.duration_s")]
    [InlineData("scenarios: [{ sessions: s.jsonl }], load: { duration_s: 5 }", "rate_list is for single requests: sessions begin at --session-rate")]
    [InlineData("scenarios: [{ trace: t.jsonl }], load: { duration_s: 5 }", "rate_list is for lengths: a trace has times of its own")]
    public void Rates_need_lengths_and_an_end(string keys, string message) => Assert.Contains(
        message, Assert.Single(Sweep.Problems($"configurations: [{{ recipe: toy/engine, search_space: [{{ rate_list: [1] }}], {keys} }}]")), StringComparison.Ordinal);

    [Theory]
    [InlineData("{ trace: t, dataset: d }", "trace, dataset and sessions each say where requests come from: keep one")]
    [InlineData("{ isl: 1, osl: 1, output_tokens: 5 }", "dataset_format, dataset_limit and output_tokens need a dataset or sessions")]
    [InlineData("{ dataset: d, dataset_limit: 0 }", "dataset_limit: found 0")]
    [InlineData("{ dataset: d, dataset_format: parquet }", "dataset_format: found 'parquet'; accepted: auto, sharegpt, ")]
    [InlineData("{ dataset: d, trace_speed: 2 }", "trace_speed and trace_limit need a trace")]
    [InlineData("{ dataset_format: custom }", "accepted: isl and osl, or a trace, a dataset or sessions")]
    public void A_scenario_has_one_source_and_what_belongs_to_it(string scenario, string message) => Assert.Contains(
        Sweep.Problems($"configurations: [{{ recipe: toy/engine, scenarios: [{scenario}], search_space: [{{ conc_list: [1] }}] }}]"),
        problem => problem.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        string[] problems = Sweep.Problems("""
            defaults: { name: x, repeats: 0 }
            configurations:
              - scenarios: [{ isl: 5 }]
              - url: ftp://x
            """);
        Assert.Contains(problems, problem => problem.Contains("defaults.name: names are of one configuration each", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("defaults.repeats: found 0", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("configurations[0]: nothing says what is measured", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("configurations[0].scenarios[0]: accepted: isl and osl, or a trace", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("configurations[1].url: found 'ftp://x'", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("the key 'sku' is missing: no recipe says it", StringComparison.Ordinal));
    }
}
