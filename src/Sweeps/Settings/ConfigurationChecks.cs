using System.Globalization;
using System.Text.Json;
using LoadGen.Configuration;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Sweeps.Settings;

/// <summary>Every value of a configuration, by itself.</summary>
internal static class ConfigurationChecks
{
    // More than any deployment has, and few enough that no product of them overflows.
    private const int ParallelMax = 4_096;
    private const int GpusMax = 1_000_000;
    private const double RateMin = 0.001;
    private const double RateMax = 1_000_000;
    private const int ConcMax = 1_000_000;
    private const int TokensMax = 10_000_000;
    private const double WeekS = 604_800;

    public static readonly string[] SpecDecodings = ["none", "mtp", "draft_model"];

    // What the sweep says itself: said twice, one of both would be wrong.
    private static readonly string[] s_ownWords =
    [
        "--url", "--output", "--overwrite", "--api", "--model", "--isl", "--osl", "--range-ratio", "--tokenizer", "--concurrency", "--requests", "--duration", "--warmup", "--rate", "--seed",
        "--trace", "--trace-speed", "--trace-limit", "--dataset", "--sessions", "--dataset-format", "--dataset-limit", "--dataset-shuffle", "--dataset-repeat", "--output-tokens", "--max-failure-rate", "--allow-invalid", "--progress", "--until-eof", "--telemetry", "--gpus", "--launch-manifest",
        "--telemetry-period-ms", "--engine-metrics", "--require-power",
    ];

    public static void Check(ConfigurationSection section, string path, ProblemList problems)
    {
        if (section is { Recipe: not null, Url: not null })
        {
            problems.Add($"{path}.url", "recipe starts an engine, url names one that runs: keep one");
        }

        if (section.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"))
        {
            problems.Add($"{path}.url", $"found '{url}'; accepted: an http or https URL, such as http://127.0.0.1:8000");
        }

        Matrix(problems, $"{path}.recipe", section.Recipe, value => MatrixValues.ProblemOfTexts(value));
        Matrix(problems, $"{path}.precision", section.Precision, value => MatrixValues.ProblemOfTexts(value));
        Matrix(problems, $"{path}.sku", section.Sku, value => MatrixValues.ProblemOfTexts(value));
        Matrix(problems, $"{path}.image", section.Image, value => MatrixValues.ProblemOfTexts(value));
        foreach ((string key, JsonElement value) in section.Set ?? new Dictionary<string, JsonElement>())
        {
            Matrix(problems, key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? $"{path}.set.{key}" : $"{path}.set['{key}']", value, MatrixValues.ProblemOfScalars);
        }

        Each(problems, $"{path}.scenarios", section.Scenarios, Scenario);
        Each(problems, $"{path}.search_space", section.SearchSpace, Space);
        Range(problems, $"{path}.repeats", section.Repeats, 1, 1_000);
        Load(problems, $"{path}.load", section.Load);
        Range(problems, $"{path}.limits.point_s", section.Limits.PointS, 1, WeekS);
        EvalChecks.Check(problems, $"{path}.evals", section.Evals);
        Range(problems, $"{path}.limits.eval_s", section.Limits.EvalS, 1, WeekS);
        Range(problems, $"{path}.limits.start_s", section.Limits.StartS, 1, WeekS);
        Range(problems, $"{path}.limits.failure_rate_max", section.Limits.FailureRateMax, 0, 1);
        Range(problems, $"{path}.limits.engine_starts_max", section.Limits.EngineStartsMax, 1, 100);
        if (section.Telemetry is { Source: "none", RequirePower: true })
        {
            problems.Add($"{path}.telemetry.require_power", "no power is read from source none: keep one of both");
        }

        Range(problems, $"{path}.telemetry.period_ms", section.Telemetry.PeriodMs, 5, 60_000);
        if (section.Telemetry.EngineMetricsPath is { } metrics && !metrics.StartsWith('/'))
        {
            problems.Add($"{path}.telemetry.engine_metrics_path", $"found '{metrics}'; accepted: a path that begins with /, such as /metrics");
        }

        Range(problems, $"{path}.launch.port", section.Launch.Port, 1, 65_000);
        Range(problems, $"{path}.launch.gpus_per_node", section.Launch.GpusPerNode, 0, ParallelMax);
        Range(problems, $"{path}.launch.nodes", section.Launch.Nodes, 1, ParallelMax);
        Range(problems, $"{path}.launch.grace_s", section.Launch.GraceS, 0.1, 3_600);
        Range(problems, $"{path}.launch.slurm.wait_s", section.Launch.Slurm.WaitS, 1, 4 * WeekS);
    }

    private static void Scenario(ProblemList problems, string path, ScenarioSection scenario)
    {
        Range(problems, $"{path}.isl", scenario.Isl, 1, TokensMax);
        Range(problems, $"{path}.osl", scenario.Osl, 1, TokensMax);
        Range(problems, $"{path}.trace_limit", scenario.TraceLimit, 1, int.MaxValue);
        Range(problems, $"{path}.trace_speed", scenario.TraceSpeed, 1e-6, 1e6);
        if (scenario.DatasetFormat is { } format && format != "auto" && DatasetFile.FormatOf(format) is null)
        {
            problems.Add($"{path}.dataset_format", $"found '{format}'; accepted: auto, {string.Join(", ", DatasetFile.FileFormatNames)}");
        }

        Range(problems, $"{path}.dataset_limit", scenario.DatasetLimit, 1, int.MaxValue);
        Range(problems, $"{path}.output_tokens", scenario.OutputTokens, 1, TokensMax);
        int files = ((string?[])[scenario.Trace, scenario.Dataset, scenario.Sessions]).Count(file => file is not null);
        if (files > 1)
        {
            problems.Add(path, "trace, dataset and sessions each say where requests come from: keep one");
        }

        if (files == 0 && (scenario.Isl is null || scenario.Osl is null))
        {
            problems.Add(path, "accepted: isl and osl, or a trace, a dataset or sessions");
        }

        if (scenario is { Dataset: null, Sessions: null } and ({ DatasetFormat: not null } or { DatasetLimit: not null } or { OutputTokens: not null }))
        {
            problems.Add(path, "dataset_format, dataset_limit and output_tokens need a dataset or sessions");
        }

        if (scenario.Trace is null && (scenario.TraceLimit is not null || scenario.TraceSpeed is not null))
        {
            problems.Add(path, "trace_speed and trace_limit need a trace");
        }
    }

    private static void Space(ProblemList problems, string path, SearchSection space)
    {
        Parallel(problems, path, space.Tp, space.Ep, space.Dp, space.Pp);
        Range(problems, $"{path}.gpus", space.Gpus, 1, GpusMax);
        if (space is { Gpus: not null, Prefill: not null } or { Gpus: not null, Decode: not null })
        {
            problems.Add($"{path}.gpus", "a pair has GPUs for each role; accepted: gpus in prefill and in decode");
        }

        foreach ((string role, RoleSection? section) in ((string, RoleSection?)[])[("prefill", space.Prefill), ("decode", space.Decode)])
        {
            if (section is not null)
            {
                Range(problems, $"{path}.{role}.gpus", section.Gpus, 1, GpusMax);
                Parallel(problems, $"{path}.{role}", section.Tp, section.Ep, section.Dp, section.Pp);
                Matrix(problems, $"{path}.{role}.workers", section.Workers, value => MatrixValues.ProblemOfNumbers(value, 1, ParallelMax));
            }
        }

        Matrix(problems, $"{path}.spec_decoding", space.SpecDecoding, value => MatrixValues.ProblemOfTexts(value, SpecDecodings));
        Range(problems, $"{path}.conc_start", space.ConcStart, 1, ConcMax);
        Range(problems, $"{path}.conc_end", space.ConcEnd, 1, ConcMax);
        if (space.ConcStart is null != space.ConcEnd is null)
        {
            problems.Add(path, "conc_start and conc_end are given together or not at all");
        }
        else if (space.ConcStart > space.ConcEnd)
        {
            problems.Add($"{path}.conc_end", $"found {space.ConcEnd}; accepted: from conc_start, {space.ConcStart}, on");
        }

        if (space is { ConcStart: not null, ConcList: not null })
        {
            problems.Add($"{path}.conc_list", "conc_list says every concurrency, conc_start and conc_end the first and last: keep one of both");
        }

        List(problems, $"{path}.conc_list", space.ConcList?.Select(conc => (double)conc), "concurrency", 1, ConcMax);
        List(problems, $"{path}.rate_list", space.RateList, "rate", RateMin, RateMax);
    }

    private static void List(ProblemList problems, string path, IEnumerable<double>? values, string what, double min, double max)
    {
        double[]? list = values?.ToArray();
        for (int i = 0; i < (list?.Length ?? 0); i++)
        {
            Range(problems, $"{path}[{i}]", list![i], min, max);
            if (list.Take(i).Contains(list[i]))
            {
                problems.Add($"{path}[{i}]", string.Create(CultureInfo.InvariantCulture, $"found {list[i]} twice; accepted: each {what} once (repeats measures points again)"));
            }
        }

        if (list is { Length: 0 })
        {
            problems.Add(path, $"found an empty list; accepted: at least one {what}");
        }
    }

    private static void Parallel(ProblemList problems, string path, JsonElement? tp, JsonElement? ep, JsonElement? dp, JsonElement? pp)
    {
        foreach ((string key, JsonElement? value) in ((string, JsonElement?)[])[("tp", tp), ("ep", ep), ("dp", dp), ("pp", pp)])
        {
            Matrix(problems, $"{path}.{key}", value, element => MatrixValues.ProblemOfNumbers(element, 1, ParallelMax));
        }
    }

    private static void Load(ProblemList problems, string path, LoadSection load)
    {
        if (load.Api is { } api && !InferenceApis.Names.Contains(api))
        {
            problems.Add($"{path}.api", $"found '{api}'; accepted: {string.Join(", ", InferenceApis.Names)}");
        }

        Range(problems, $"{path}.range_ratio", load.RangeRatio, 0, 1);
        Range(problems, $"{path}.requests_per_conc", load.RequestsPerConc, 1, 1_000_000);
        Range(problems, $"{path}.requests_min", load.RequestsMin, 1, int.MaxValue);
        Range(problems, $"{path}.duration_s", load.DurationS, 0.001, WeekS);
        Range(problems, $"{path}.warmup_per_conc", load.WarmupPerConc, 0, 1_000_000);
        Range(problems, $"{path}.warmup_max", load.WarmupMax, 0, int.MaxValue);
        Range(problems, $"{path}.seed", load.Seed, 0, uint.MaxValue);
        if (load is { DurationS: not null, RequestsPerConc: not null } or { DurationS: not null, RequestsMin: not null })
        {
            problems.Add($"{path}.duration_s", "a point ends after so many requests or after so long: keep requests_per_conc and requests_min, or duration_s");
        }

        foreach ((int index, string problem) in BenchSecrets.In(load.Bench ?? []))
        {
            problems.Add($"{path}.bench[{index}]", problem);
        }

        for (int i = 0; i < (load.Bench?.Count ?? 0); i++)
        {
            string word = load.Bench![i].Split('=', 2)[0];
            if (s_ownWords.Contains(word))
            {
                problems.Add($"{path}.bench[{i}]", $"{word} is the sweep's to say: a key of this file does it");
            }
            else if (i == 0 && !word.StartsWith("--", StringComparison.Ordinal))
            {
                problems.Add($"{path}.bench[{i}]", $"found '{word}'; accepted: an option of 'loadgen bench --help'");
            }
        }
    }

    private static void Each<T>(ProblemList problems, string path, IReadOnlyList<T>? items, Action<ProblemList, string, T> check)
    {
        if (items is { Count: 0 })
        {
            problems.Add(path, "found an empty list; accepted: at least one");
        }

        for (int i = 0; i < (items?.Count ?? 0); i++)
        {
            check(problems, $"{path}[{i}]", items![i]);
        }
    }

    private static void Matrix(ProblemList problems, string path, JsonElement? value, Func<JsonElement, string?> problemOf)
    {
        if (value is { } element && problemOf(element) is { } problem)
        {
            problems.Add(path, problem);
        }
    }

    private static void Range(ProblemList problems, string path, double? value, double min, double max)
    {
        if (value is { } number && !(number >= min && number <= max))
        {
            problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"found {number}; accepted: {min} to {max}"));
        }
    }
}
