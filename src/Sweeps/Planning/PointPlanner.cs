using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LoadGen.Launching.Executors;
using LoadGen.Results.Points;
using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Planning;

/// <summary>The points of one engine: every scenario under every load, all of it again for each repeat.</summary>
internal sealed class PointPlanner(ConfigurationSection section, string folder, string tool, FileContents files)
{
    // InferenceX's (facts of its client: lengths from 0.8 of the nominal on, 10 requests and 2 warm-ups for each stream).
    private const double RangeRatio = 0.8;
    private const int RequestsPerConc = 10;
    private const int WarmupPerConc = 2;
    private const double FailureRateMax = 0.05;

    private readonly LoadSection _load = section.Load;
    private readonly EvalPlanner _evals = new(section, folder, section.Limits.FailureRateMax ?? FailureRateMax);
    private readonly string? _tokenizer = section.Load.Tokenizer is { } tokenizer ? Path.GetFullPath(tokenizer, folder) : null;

    private bool HasTelemetry => section.Telemetry is { Source: not null and not "none" } or { Source: null, RequirePower: true };

    /// <exception cref="ArgumentException">A scenario's file cannot be read; names no parameter.</exception>
    public IReadOnlyList<PointPlan> Plan(string configuration, PointIdentity engine, IReadOnlyList<PointLoad> loads, ExecutorKind? executor, EngineContent launch)
    {
        var points = new List<PointPlan>();
        for (int repeat = 1; repeat <= (section.Repeats ?? 1); repeat++)
        {
            foreach (ScenarioSection scenario in section.Scenarios!)
            {
                ScenarioFile? file = ScenarioFile.Of(scenario, folder);
                foreach (PointLoad load in loads)
                {
                    points.Add(Point(configuration, engine, scenario, file, load, repeat, executor, launch));
                }
            }
        }

        string[] twice = [.. points.GroupBy(point => point.Id).Where(group => group.Count() > 1).Select(group => group.Key)];
        return twice.Length == 0 ? points : throw new ArgumentException($"two of its points are '{twice[0]}'; accepted: each scenario once");
    }

    private PointPlan Point(
        string configuration, PointIdentity engine, ScenarioSection scenario, ScenarioFile? file, PointLoad load, int repeat, ExecutorKind? executor, EngineContent launch)
    {
        string name = file is null ? string.Create(CultureInfo.InvariantCulture, $"{scenario.Isl}x{scenario.Osl}") : $"{file.Kind}-{Slug.Of(Path.GetFileNameWithoutExtension(file.Path))}{Extent(scenario)}";
        PointIdentity identity = engine with
        {
            Isl = file is null ? scenario.Isl : null,
            Osl = file is null ? scenario.Osl : null,
            Scenario = file is null ? "fixed-seq-len" : $"{file.Kind}:{Path.GetFileName(file.Path)}",
            Concurrency = load.Concurrency,
            RatePerS = load.RatePerS,
            Variant = file is null ? engine.Variant : WithReplay(engine.Variant, scenario),
        };
        int? requests = _load.DurationS is not null || load.Concurrency is null || file is { IsTrace: true }
            ? null
            : Math.Max(load.Concurrency.Value * (_load.RequestsPerConc ?? RequestsPerConc), _load.RequestsMin ?? 0);
        int warmup = (int)Math.Min((long)load.Streams * (_load.WarmupPerConc ?? WarmupPerConc), _load.WarmupMax ?? int.MaxValue);
        string? tokenizer = file is null ? Existing(_tokenizer) : null;
        IReadOnlyList<string> words = Words(identity, scenario, file, requests, warmup, SeedOf(_load.Seed ?? 0, name, load, repeat));
        string fingerprint = PointFingerprint.Of(
            tool, identity, repeat, executor, launch, [.. words.Where(word => word != file?.Path && word != tokenizer)], file is null ? null : HashOf(file),
            [.. files.OfWords(_load.Bench ?? []), .. tokenizer is null ? [] : files.OfTokenizer(tokenizer)]);
        return new PointPlan
        {
            Id = Slug.Of($"{configuration}-{name}{load.Mark}{(repeat > 1 ? $"-r{repeat}" : "")}"),
            Configuration = configuration,
            Repeat = repeat,
            Identity = identity,
            Words = words,
            Fingerprint = fingerprint,
            Evals = _evals.Of(identity, fingerprint),
            Requests = requests,
            Warmup = warmup,
            Duration = _load.DurationS is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            HasTelemetry = HasTelemetry,
        };
    }

    private List<string> Words(PointIdentity identity, ScenarioSection scenario, ScenarioFile? file, int? requests, int warmup, int seed)
    {
        List<string> words = ["bench"];
        void Add(string option, object? value)
        {
            if (value is not null)
            {
                words.AddRange([option, Convert.ToString(value, CultureInfo.InvariantCulture)!]);
            }
        }

        // Drafted tokens of prompts without a chat template are accepted more often than those of any real traffic.
        Add("--api", _load.Api ?? (identity.SpecDecoding == "none" ? "completions" : "chat"));
        Add("--model", identity.ModelName);
        Add($"--{file?.Kind}", file?.Path);
        Add("--trace-speed", scenario.TraceSpeed);
        Add("--trace-limit", scenario.TraceLimit);
        Add("--dataset-format", scenario.DatasetFormat);
        Add("--dataset-limit", scenario.DatasetLimit);
        Add("--output-tokens", scenario.OutputTokens);
        if (file is { IsTrace: false })
        {
            // Each point has a seed of its own, and so begins with other conversations: the engine may still hold those of the point before.
            words.Add("--dataset-shuffle");
            Add("--dataset-repeat", file.RepeatsFor(requests));
        }

        if (file is null)
        {
            Add("--isl", identity.Isl);
            Add("--osl", identity.Osl);
            Add("--range-ratio", _load.RangeRatio ?? RangeRatio);
            Add("--tokenizer", _tokenizer);
        }

        Add("--concurrency", identity.Concurrency);
        Add("--rate", identity.RatePerS);
        Add("--requests", requests);
        Add("--duration", _load.DurationS is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds}s") : null);
        Add("--warmup", warmup);
        Add("--seed", seed);
        Add("--max-failure-rate", section.Limits.FailureRateMax ?? FailureRateMax);
        if (HasTelemetry)
        {
            Add("--telemetry", section.Telemetry.Source);
            Add("--telemetry-period-ms", section.Telemetry.PeriodMs);
        }

        if (section.Telemetry.RequirePower == true)
        {
            words.Add("--require-power");
        }

        if (_load.AllowInvalid == true)
        {
            words.Add("--allow-invalid");
        }

        words.AddRange(_load.Bench ?? []);
        return words;
    }

    // One engine serves all points: with the same prompts, all but the first would find theirs in its prefix cache.
    private static int SeedOf(long seed, string scenario, PointLoad load, int repeat)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{seed}|{scenario}|{load.Concurrency}{(load.RatePerS is null ? "" : load.Mark)}|{repeat}");
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) >> 1);
    }

    private static string? Existing(string? path) => path is null || File.Exists(path) || Directory.Exists(path)
        ? path
        : throw new ArgumentException($"the tokenizer {path} does not exist");

    private static string Extent(ScenarioSection scenario)
    {
        string Part(string mark, double? value) => value is null ? "" : string.Create(CultureInfo.InvariantCulture, $"-{mark}{value}");
        return Part("x", scenario.TraceSpeed) + Part("n", scenario.TraceLimit ?? scenario.DatasetLimit) + Part("o", scenario.OutputTokens);
    }

    // As it was recorded, and all of it, is what a file's name alone says.
    private static string? WithReplay(string? variant, ScenarioSection scenario)
    {
        string?[] parts =
        [
            variant,
            scenario.TraceSpeed is { } speed and not 1 ? string.Create(CultureInfo.InvariantCulture, $"trace_speed={speed}") : null,
            scenario.TraceLimit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"trace_limit={limit}") : null,
            scenario.DatasetLimit is { } conversations ? string.Create(CultureInfo.InvariantCulture, $"dataset_limit={conversations}") : null,
            scenario.OutputTokens is { } output ? string.Create(CultureInfo.InvariantCulture, $"output_tokens={output}") : null,
        ];
        string text = string.Join(", ", parts.OfType<string>());
        return text.Length == 0 ? null : text;
    }

    private static string HashOf(ScenarioFile file)
    {
        try
        {
            using FileStream content = File.OpenRead(file.Path);
            return Convert.ToHexStringLower(SHA256.HashData(content));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"the {file.Kind} {file.Path} cannot be read: {e.Message}", e);
        }
    }
}
