using LoadGen.Configuration;
using LoadGen.Launching.Executors;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Planning;

public sealed class SweepPlannerTests
{
    [Fact]
    public void Concurrencies_double_and_the_end_is_measured_too()
    {
        SweepPlan plan = Sweep.Plan(Sweep.Small.Replace("conc_list: [4]", "conc_start: 3, conc_end: 20", StringComparison.Ordinal));
        Assert.Equal([3, 6, 12, 20], plan.Points.Select(point => point.Identity.Concurrency));
        plan = Sweep.Plan(Sweep.Small.Replace("conc_list: [4]", "conc_start: 4, conc_end: 4", StringComparison.Ordinal));
        Assert.Equal([4], plan.Points.Select(point => point.Identity.Concurrency));
    }

    [Fact]
    public void Lists_multiply_the_first_key_slowest_and_ids_tell_the_engines_apart()
    {
        SweepPlan plan = Sweep.Plan("""
            configurations:
              - recipe: toy/engine
                precision: [bf16, fp8]
                sku: [h200, mi355x]
                set: { speed: [1, 2] }
                scenarios: [{ isl: 8, osl: 8 }]
                search_space: [{ tp: [1, 2], conc_list: [4] }]
            """);
        Assert.Equal(16, plan.Configurations.Count);
        Assert.Equal(
            ["toy-bf16-toy-h200-tp1-speed-1", "toy-bf16-toy-h200-tp2-speed-1", "toy-bf16-toy-h200-tp1-speed-2", "toy-bf16-toy-h200-tp2-speed-2", "toy-bf16-toy-mi355x-tp1-speed-1"],
            plan.Configurations.Take(5).Select(configuration => configuration.Id));
        Assert.Equal("toy-fp8-toy-mi355x-tp2-speed-2", plan.Configurations[^1].Id);
    }

    [Fact]
    public void What_is_set_tells_the_identities_apart()
    {
        SweepPlan plan = Sweep.Plan("""
            configurations:
              - recipe: toy/engine
                set: { speed: [1, 2] }
                scenarios: [{ isl: 8, osl: 8 }]
                search_space: [{ tp: 1, conc_list: [4] }]
            """);
        Assert.Equal(["speed=1", "speed=2"], plan.Points.Select(point => point.Identity.Variant));
        Assert.All(Sweep.Plan(Sweep.Small).Points, point => Assert.Null(point.Identity.Variant));
    }

    [Fact]
    public void A_trace_s_speed_and_limit_tell_the_identities_apart()
    {
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Path, "t.jsonl"), "{}\n");
        string trace = Path.Combine(folder.Path, "t.jsonl");
        SweepPlan plan = Sweep.Plan($$"""
            configurations:
              - recipe: toy/engine
                scenarios: [{ trace: {{trace}} }, { trace: {{trace}}, trace_speed: 1 }, { trace: {{trace}}, trace_speed: 2.5, trace_limit: 10 }]
                search_space: [{ tp: 1, conc_list: [4] }]
            """);
        Assert.Equal([null, null, "trace_speed=2.5, trace_limit=10"], plan.Points.Select(point => point.Identity.Variant));
    }

    [Fact]
    public void A_dataset_is_asked_one_by_one_or_session_by_session()
    {
        using var folder = new TempFolder();
        string file = Path.Combine(folder.Path, "d.jsonl");
        File.WriteAllLines(file, Enumerable.Repeat("""{"prompt":"hello","output_tokens":3}""", 5));
        SweepPlan plan = Sweep.Plan($$"""
            configurations:
              - name: mine
                recipe: toy/engine
                load: { requests_per_conc: 3 }
                scenarios: [{ dataset: {{file}}, dataset_format: custom, output_tokens: 9 }, { sessions: {{file}}, dataset_limit: 5 }]
                search_space: [{ tp: 1, conc_list: [4] }]
            """);
        PointPlan dataset = plan.Points.First(), sessions = plan.Points.Last();
        Assert.Equal(("dataset:d.jsonl", null, "output_tokens=9", 12), (dataset.Identity.Scenario, dataset.Identity.Isl, dataset.Identity.Variant, dataset.Requests));
        Assert.Contains($"--dataset {file} --dataset-format custom --output-tokens 9 --dataset-shuffle --dataset-repeat 3 --concurrency 4 --requests 12", string.Join(' ', dataset.Words), StringComparison.Ordinal);
        Assert.Equal(("sessions:d.jsonl", "dataset_limit=5"), (sessions.Identity.Scenario, sessions.Identity.Variant));
        Assert.Contains($"--sessions {file} --dataset-limit 5 --dataset-shuffle --concurrency 4 --requests 12", string.Join(' ', sessions.Words), StringComparison.Ordinal);
        Assert.EndsWith("-dataset-d-o9-c4", dataset.Id, StringComparison.Ordinal);
        Assert.EndsWith("-sessions-d-n5-c4", sessions.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void Points_are_named_by_scenario_and_concurrency_and_repeats_come_after_all_of_them()
    {
        SweepPlan plan = Sweep.Plan("""
            configurations:
              - name: mine
                recipe: toy/engine
                repeats: 2
                scenarios: [{ isl: 100, osl: 10 }, { isl: 10, osl: 100 }]
                search_space: [{ tp: 2, ep: 2, conc_list: [1, 2] }]
            """);
        Assert.Equal(
            [
                "mine-none-tp2ep2-100x10-c1", "mine-none-tp2ep2-100x10-c2", "mine-none-tp2ep2-10x100-c1", "mine-none-tp2ep2-10x100-c2",
                "mine-none-tp2ep2-100x10-c1-r2", "mine-none-tp2ep2-100x10-c2-r2", "mine-none-tp2ep2-10x100-c1-r2", "mine-none-tp2ep2-10x100-c2-r2",
            ],
            plan.Points.Select(point => point.Id));
    }

    [Fact]
    public void One_engine_is_planned_for_the_longest_and_the_most()
    {
        SweepPlan plan = Sweep.Plan("""
            configurations:
              - recipe: toy/engine
                scenarios: [{ isl: 100, osl: 10 }, { isl: 10, osl: 100 }]
                search_space: [{ tp: 2, conc_list: [1, 64, 2] }]
            """);
        string command = string.Join(' ', Assert.Single(plan.Configurations).Launch!.Plan.Workers[0].Command);
        Assert.Contains("--context 200 --batch 64", command, StringComparison.Ordinal);
    }

    [Fact]
    public void The_load_is_InferenceXs_where_nothing_is_said()
    {
        PointPlan point = Sweep.Plan(Sweep.Small).Points.Single();
        Assert.Equal(
            "bench --api completions --model org/Toy-7B --isl 100 --osl 10 --range-ratio 0.8 --concurrency 4 --requests 40 --warmup 8 --seed 1349970895 --max-failure-rate 0.05",
            string.Join(' ', point.Words));
        Assert.Equal((40, 8), (point.Requests, point.Warmup));
    }

    [Fact]
    public void Every_point_has_a_seed_of_its_own_that_stays()
    {
        string yaml = Sweep.Small.Replace("[4]", "[4, 8]", StringComparison.Ordinal) + "\n    repeats: 2\n";
        string[] seeds = [.. Sweep.Plan(yaml).Points.Select(point => FakeBench.After(point.Words, "--seed"))];
        Assert.Equal(4, seeds.Distinct().Count());
        Assert.Equal("1349970895", seeds[0]);
        Assert.Empty(seeds.Intersect(Sweep.Plan($"{yaml}    load: {{ seed: 1 }}\n").Points.Select(point => FakeBench.After(point.Words, "--seed"))));
    }

    [Fact]
    public void The_load_is_the_files_where_it_says_something()
    {
        PointPlan point = Sweep.Plan($$"""
            {{Sweep.Small}}
                load: { api: chat, range_ratio: 1, requests_per_conc: 2, requests_min: 50, warmup_per_conc: 3, warmup_max: 5, seed: 7, allow_invalid: true, bench: [--goodput, 'ttft:500'] }
                limits: { failure_rate_max: 0.5 }
                telemetry: { source: nvml, period_ms: 100 }
            """).Points.Single();
        Assert.Equal(
            "bench --api chat --model org/Toy-7B --isl 100 --osl 10 --range-ratio 1 --concurrency 4 --requests 50 --warmup 5 --seed 1383064425 --max-failure-rate 0.5 --telemetry nvml --telemetry-period-ms 100 --allow-invalid --goodput ttft:500",
            string.Join(' ', point.Words));
        Assert.True(point.HasTelemetry);
    }

    [Fact]
    public void A_tokenizer_makes_the_prompts_of_given_lengths_text()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["tokenizer.json"], "{}");
        File.WriteAllText(folder["t.jsonl"], "one");
        string yaml = Sweep.Small.Replace("[{ isl: 100, osl: 10 }]", "[{ isl: 100, osl: 10 }, { trace: t.jsonl }]", StringComparison.Ordinal);
        PointPlan[] points = [.. Sweep.Plan($"defaults: {{ load: {{ tokenizer: tokenizer.json }} }}\n{yaml}", file: folder["s.yaml"]).Points];
        Assert.Equal(folder["tokenizer.json"], FakeBench.After(points[0].Words, "--tokenizer"));
        Assert.Equal("0.8", FakeBench.After(points[0].Words, "--range-ratio"));
        Assert.DoesNotContain("--tokenizer", points[1].Words);

        var missing = Assert.Throws<ConfigurationException>(() => Sweep.Plan($"{Sweep.Small}\n    load: {{ tokenizer: none.json }}\n", file: folder["s.yaml"]));
        Assert.Contains($"the tokenizer {folder["none.json"]} does not exist", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_duration_ends_points_in_the_place_of_a_number_of_requests()
    {
        PointPlan point = Sweep.Plan($"defaults: {{ load: {{ requests_per_conc: 3 }} }}\n{Sweep.Small}\n    load: {{ duration_s: 1.5 }}\n").Points.Single();
        Assert.Equal("1.5s", FakeBench.After(point.Words, "--duration"));
        Assert.DoesNotContain("--requests", point.Words);
        Assert.Null(point.Requests);
    }

    [Fact]
    public void Rates_are_points_of_an_open_loop_beside_those_of_concurrencies()
    {
        SweepPlan plan = Sweep.Plan(Sweep.Small.Replace("conc_list: [4]", "conc_list: [4], rate_list: [2.5, 20]", StringComparison.Ordinal) + "\n    load: { duration_s: 30 }\n");
        Assert.Equal(["toy-bf16-toy-none-tp2-100x10-c4", "toy-bf16-toy-none-tp2-100x10-rate2.5", "toy-bf16-toy-none-tp2-100x10-rate20"], plan.Points.Select(point => point.Id));
        Assert.Equal([(4, null), (null, 2.5), (null, 20.0)], plan.Points.Select(point => (point.Identity.Concurrency, point.Identity.RatePerS)));
        Assert.Equal([8, 6, 40], plan.Points.Select(point => point.Warmup));
        Assert.Equal(3, plan.Points.Select(point => FakeBench.After(point.Words, "--seed")).Distinct().Count());
        Assert.Equal(3, plan.Points.Select(point => point.Fingerprint).Distinct().Count());
        PointPlan slow = plan.Points.ElementAt(1);
        Assert.Equal(("2.5", "30s"), (FakeBench.After(slow.Words, "--rate"), FakeBench.After(slow.Words, "--duration")));
        Assert.DoesNotContain("--concurrency", slow.Words);
        Assert.DoesNotContain("--rate", plan.Points.First().Words);

        // The engine is planned for the concurrencies, which are known.
        Assert.Contains("--batch 4", string.Join(' ', plan.Configurations[0].Launch!.Plan.Workers[0].Command), StringComparison.Ordinal);
    }

    [Fact]
    public void Drafted_tokens_are_measured_through_the_chat_template_and_the_recipe_is_told()
    {
        SweepPlan plan = Sweep.Plan(Sweep.Small.Replace("tp: 2,", "tp: 2, spec_decoding: [none, mtp],", StringComparison.Ordinal));
        Assert.Equal(["none", "mtp"], plan.Points.Select(point => point.Identity.SpecDecoding));
        Assert.Equal(["completions", "chat"], plan.Points.Select(point => FakeBench.After(point.Words, "--api")));
        Assert.Equal(["false", "true"], plan.Configurations.Select(configuration => configuration.Launch!.Plan.Values["mtp"]));
        Assert.Equal("toy-bf16-toy-none-tp2-mtp", plan.Configurations[1].Id);
    }

    [Fact]
    public void A_pair_has_shapes_of_its_own_for_each_role()
    {
        SweepPlan plan = Sweep.Plan("""
            configurations:
              - recipe: toy/pair
                sku: h200
                scenarios: [{ isl: 8, osl: 8 }]
                search_space: [{ prefill: { workers: 2, tp: 4 }, decode: { tp: [4, 8] }, conc_list: [1] }]
            """);
        Assert.Equal(["toy-bf16-toy-h200-p2tp4-d1tp4", "toy-bf16-toy-h200-p2tp4-d1tp8"], plan.Configurations.Select(configuration => configuration.Id));
        PointPlan point = plan.Configurations[1].Points[0];
        Assert.True(point.Identity.Disaggregated);
        Assert.Equal((8, 8, 16), (point.Identity.Prefill!.Gpus, point.Identity.Decode.Gpus, point.Identity.Gpus));
        Assert.Equal("loadgen", point.Identity.Router);
    }

    [Fact]
    public void Roles_belong_to_a_recipe_that_has_them() => Assert.Contains(
        "toy/engine has no prefill and decode pools",
        Assert.Single(Sweep.Problems(Sweep.Small.Replace("tp: 2", "prefill: { tp: 2 }", StringComparison.Ordinal))), StringComparison.Ordinal);

    [Fact]
    public void Two_engines_of_one_id_are_refused() => Assert.Contains(
        "two engines come out as 'toy-bf16-toy-none-tp2'",
        Assert.Single(Sweep.Problems(Sweep.Small + "\n" + string.Join('\n', Sweep.Small.Split('\n').Skip(1)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("recipe: toy/engin", "did you mean 'toy/engine'?")]
    [InlineData("sku: h2000", "h200")]
    [InlineData("precision: fp4", "toy/engine has no fp4 weights")]
    [InlineData("set: { sped: 3 }", "did you mean 'speed'?")]
    public void What_cannot_be_launched_is_found_before_anything_is(string line, string message)
    {
        string yaml = line.StartsWith("recipe", StringComparison.Ordinal)
            ? Sweep.Small.Replace("recipe: toy/engine", line, StringComparison.Ordinal)
            : $"{Sweep.Small}\n    {line}\n";
        string problem = Assert.Single(Sweep.Problems(yaml));
        Assert.Contains(message, problem, StringComparison.Ordinal);
        Assert.StartsWith("sweep.yaml:", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_hold_where_a_configuration_says_nothing()
    {
        SweepPlan plan = Sweep.Plan("""
            defaults:
              recipe: toy/engine
              set: { speed: 5 }
              scenarios: [{ isl: 1, osl: 1 }]
              search_space: [{ tp: 1, conc_list: [1] }]
              limits: { point_s: 10, start_s: 20 }
              launch: { port: 9000 }
            configurations:
              - name: one
              - { name: two, set: { args.extra: x }, limits: { start_s: 30 }, launch: { executor: slurm } }
              - { name: three, url: 'http://127.0.0.1:1', sku: h200, framework: f, model: m, precision: p }
            """);
        Assert.Equal([10, 10, 10], plan.Configurations.Select(configuration => configuration.Limits.Point.TotalSeconds));
        Assert.Equal([20, 30, 20], plan.Configurations.Select(configuration => configuration.Limits.Start.TotalSeconds));
        Assert.Contains("--speed 5 --extra x", string.Join(' ', plan.Configurations[1].Launch!.Plan.Workers[0].Command), StringComparison.Ordinal);
        Assert.Equal([ExecutorKind.Process, ExecutorKind.Slurm, null], plan.Configurations.Select(configuration => configuration.Launch?.Executor));
        Assert.Equal([9000, 9000, null], plan.Configurations.Select(configuration => configuration.Launch?.Plan.Port));
        Assert.Equal("http://127.0.0.1:1/", plan.Configurations[2].Url!.ToString());
    }

    [Fact]
    public void The_sweep_is_named_by_its_file_where_it_has_no_name()
    {
        Assert.Equal("my-sweep", Sweep.Plan(Sweep.Small, file: "My Sweep.yaml").Name);
        Assert.Equal("other", Sweep.Plan($"name: other\n{Sweep.Small}").Name);
    }

    [Fact]
    public void Lists_that_multiply_beyond_reason_are_refused()
    {
        string many = string.Join(", ", Enumerable.Range(1, 120));
        string problem = Assert.Single(Sweep.Problems(Sweep.Small.Replace("tp: 2", $"tp: [{many}], ep: [{many}]", StringComparison.Ordinal)));
        Assert.Contains("more than 10000 engines", problem, StringComparison.Ordinal);
    }
}
