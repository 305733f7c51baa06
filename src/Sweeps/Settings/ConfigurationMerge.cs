using System.Text.Json;

namespace LoadGen.Sweeps.Settings;

/// <summary>
/// A configuration over the defaults: what it says itself wins, key by key; in load, limits, telemetry, launch and set each key for itself;
/// scenarios, search_space and evals as a whole. recipe and url replace each other.
/// </summary>
internal static class ConfigurationMerge
{
    public static ConfigurationSection Over(ConfigurationSection defaults, ConfigurationSection own) => new()
    {
        Name = own.Name,
        Recipe = own.Recipe ?? (own.Url is null ? defaults.Recipe : null),
        Url = own.Url ?? (own.Recipe is null ? defaults.Url : null),
        Framework = own.Framework ?? defaults.Framework,
        Model = own.Model ?? defaults.Model,
        ModelName = own.ModelName ?? defaults.ModelName,
        Precision = own.Precision ?? defaults.Precision,
        Sku = own.Sku ?? defaults.Sku,
        Image = own.Image ?? defaults.Image,
        Router = own.Router ?? defaults.Router,
        Set = Over(defaults.Set, own.Set),
        Scenarios = own.Scenarios ?? defaults.Scenarios,
        SearchSpace = own.SearchSpace ?? defaults.SearchSpace,
        Evals = own.Evals ?? defaults.Evals,
        Repeats = own.Repeats ?? defaults.Repeats,
        Load = Over(defaults.Load, own.Load),
        Limits = new LimitsSection
        {
            PointS = own.Limits.PointS ?? defaults.Limits.PointS,
            EvalS = own.Limits.EvalS ?? defaults.Limits.EvalS,
            StartS = own.Limits.StartS ?? defaults.Limits.StartS,
            FailureRateMax = own.Limits.FailureRateMax ?? defaults.Limits.FailureRateMax,
            EngineStartsMax = own.Limits.EngineStartsMax ?? defaults.Limits.EngineStartsMax,
        },
        Telemetry = new PowerSection
        {
            Source = own.Telemetry.Source ?? defaults.Telemetry.Source,
            RequirePower = own.Telemetry.RequirePower ?? defaults.Telemetry.RequirePower,
            PeriodMs = own.Telemetry.PeriodMs ?? defaults.Telemetry.PeriodMs,
            EngineMetricsPath = own.Telemetry.EngineMetricsPath ?? defaults.Telemetry.EngineMetricsPath,
        },
        Launch = Over(defaults.Launch, own.Launch),
    };

    private static Dictionary<string, JsonElement> Over(IReadOnlyDictionary<string, JsonElement>? defaults, IReadOnlyDictionary<string, JsonElement>? own)
    {
        var all = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, JsonElement> pair in (KeyValuePair<string, JsonElement>[])[.. defaults ?? new Dictionary<string, JsonElement>(), .. own ?? new Dictionary<string, JsonElement>()])
        {
            all[pair.Key] = pair.Value;
        }

        return all;
    }

    // A duration and a number of requests end a point in two ways: the nearer one says which.
    private static LoadSection Over(LoadSection defaults, LoadSection own)
    {
        bool ownEnd = own.DurationS is not null || own.RequestsPerConc is not null || own.RequestsMin is not null;
        LoadSection end = ownEnd ? own : defaults;
        return new LoadSection
        {
            Api = own.Api ?? defaults.Api,
            Tokenizer = own.Tokenizer ?? defaults.Tokenizer,
            RangeRatio = own.RangeRatio ?? defaults.RangeRatio,
            RequestsPerConc = end.RequestsPerConc,
            RequestsMin = end.RequestsMin,
            DurationS = end.DurationS,
            WarmupPerConc = own.WarmupPerConc ?? defaults.WarmupPerConc,
            WarmupMax = own.WarmupMax ?? defaults.WarmupMax,
            Seed = own.Seed ?? defaults.Seed,
            AllowInvalid = own.AllowInvalid ?? defaults.AllowInvalid,
            Bench = own.Bench ?? defaults.Bench,
        };
    }

    private static LaunchSection Over(LaunchSection defaults, LaunchSection own) => new()
    {
        Executor = own.Executor ?? defaults.Executor,
        ModelPath = own.ModelPath ?? defaults.ModelPath,
        Port = own.Port ?? defaults.Port,
        GpusPerNode = own.GpusPerNode ?? defaults.GpusPerNode,
        Nodes = own.Nodes ?? defaults.Nodes,
        GraceS = own.GraceS ?? defaults.GraceS,
        SkipPreflight = own.SkipPreflight ?? defaults.SkipPreflight,
        Slurm = new SlurmSection
        {
            Partition = own.Slurm.Partition ?? defaults.Slurm.Partition,
            Account = own.Slurm.Account ?? defaults.Slurm.Account,
            Time = own.Slurm.Time ?? defaults.Slurm.Time,
            Gpus = own.Slurm.Gpus ?? defaults.Slurm.Gpus,
            Extra = own.Slurm.Extra ?? defaults.Slurm.Extra,
            StepExtra = own.Slurm.StepExtra ?? defaults.Slurm.StepExtra,
            Images = own.Slurm.Images ?? defaults.Slurm.Images,
            WaitS = own.Slurm.WaitS ?? defaults.Slurm.WaitS,
        },
    };
}
