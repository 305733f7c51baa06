using LoadGen.Economics.Skus;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Recipes;
using LoadGen.Results.Points;
using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Planning;

/// <summary>Plans one engine after the other of one configuration of the file.</summary>
/// <param name="section">The configuration, with the defaults.</param>
/// <param name="context">What else there is.</param>
/// <param name="folder">The file's: paths are relative to it.</param>
internal sealed class VariantPlanner(ConfigurationSection section, PlanContext context, string folder)
{
    private const string MtpOption = "mtp";
    private const string TransferOption = "transfer";

    private static readonly TimeSpan s_point = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_start = TimeSpan.FromHours(2);
    private static readonly TimeSpan s_eval = TimeSpan.FromHours(2);

    private readonly FileContents _files = new();

    /// <exception cref="Configuration.ConfigurationException">The recipe cannot be launched so.</exception>
    /// <exception cref="ArgumentException">Neither can something else; names no parameter.</exception>
    public ConfigurationPlan Plan(Variant variant)
    {
        Uri? url = context.Url ?? (section.Url is { } given ? new Uri(given) : null);
        Recipe? recipe = variant.Recipe is { } id ? context.Recipes.Get(RecipeOf(id)) : null;
        Sku? sku = variant.Sku is { } name ? context.Skus.Get(name) : null;
        IReadOnlyList<PointLoad> loads = PointLoad.Of(section.SearchSpace![variant.Space]);
        EngineLaunch? launch = recipe is null ? null : Launch(recipe, sku, variant, loads);
        PointIdentity identity = Identity(variant, recipe, sku, launch?.Plan);
        string configuration = IdOf(variant, identity);
        var points = new PointPlanner(section, folder, context.Tool, _files);
        string engine = url is not null ? $"url {url}" : PointFingerprint.TextOf(AtDefaultPort(launch!));
        return new ConfigurationPlan
        {
            Id = configuration,
            // A recipe beside --url still says what it is that runs there.
            Launch = url is null ? launch : null,
            Url = url,
            Engine = engine,
            GpusFrom = url is null ? null : recipe is not null ? "as the recipe places them" : new AttachedGpus(section, variant).Source,
            Limits = new PointLimits(Seconds(section.Limits.PointS) ?? s_point, Seconds(section.Limits.StartS) ?? s_start, section.Limits.EngineStartsMax ?? 2, Seconds(section.Limits.EvalS) ?? s_eval),
            EngineMetricsPath = section.Telemetry.EngineMetricsPath,
            Points = points.Plan(configuration, identity, loads, url is null ? launch!.Executor : null, new EngineContent(engine, url is null ? EngineParts.Of(launch!, _files) : [])),
        };
    }

    // Where an engine listens decides nothing: a sweep that goes on at another port keeps its points.
    private static LaunchPlan AtDefaultPort(EngineLaunch launch) => Planner.Plan(launch.Recipe, launch.Sku, launch.Request with { Port = new PlanRequest().Port });

    private static TimeSpan? Seconds(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    // A file beside the sweep's is found from wherever the sweep is started.
    private string RecipeOf(string id) => id.StartsWith("./", StringComparison.Ordinal) || id.StartsWith("../", StringComparison.Ordinal) ? Path.GetFullPath(id, folder) : id;

    private EngineLaunch Launch(Recipe recipe, Sku? sku, Variant variant, IReadOnlyList<PointLoad> loads)
    {
        var defaults = new PlanRequest();
        IReadOnlyList<ScenarioSection> scenarios = section.Scenarios!;
        var request = new PlanRequest
        {
            Tp = variant.All.Tp,
            Ep = variant.All.Ep,
            Dp = variant.All.Dp,
            Pp = variant.All.Pp,
            Prefill = variant.Prefill ?? new RoleRequest(),
            Decode = variant.Decode ?? new RoleRequest(),
            // One engine serves them all: the longest prompt, the longest answer, the most at once.
            Isl = scenarios.Max(scenario => scenario.Isl) ?? defaults.Isl,
            Osl = scenarios.Max(scenario => scenario.Osl) ?? defaults.Osl,
            Conc = loads.Max(load => load.Concurrency) ?? defaults.Conc,
            Precision = variant.Precision,
            ModelPath = section.Launch.ModelPath is { } model ? Path.GetFullPath(model, folder) : null,
            HfHome = context.HfHome,
            Image = variant.Image,
            Port = context.Port ?? section.Launch.Port ?? defaults.Port,
            GpusPerNode = section.Launch.GpusPerNode,
            Nodes = section.Launch.Nodes,
            Set = [.. SpecOption(recipe, variant), .. variant.Set],
        };
        if (!recipe.IsDisaggregated && (variant.Prefill ?? variant.Decode) is not null)
        {
            throw new ArgumentException($"{recipe.Id} has no prefill and decode pools: prefill and decode belong to a recipe that has");
        }

        LaunchPlan plan = Planner.Plan(recipe, sku, request);
        ExecutorKind executor = context.Executor ?? section.Launch.Executor
            ?? (plan.Workers.Any(worker => worker.Image is not null) ? ExecutorKind.Docker : ExecutorKind.Process);
        return new EngineLaunch(recipe, sku, request, plan, executor, LaunchSettings());
    }

    private LaunchSection LaunchSettings() => section.Launch with
    {
        ModelPath = section.Launch.ModelPath is { } model ? Path.GetFullPath(model, folder) : null,
        Slurm = section.Launch.Slurm with { Images = section.Launch.Slurm.Images is { } images ? Path.GetFullPath(images, folder) : null },
    };

    // Recipes that can do both have an option; of the others, some are for multi-token prediction alone.
    private static string[] SpecOption(Recipe recipe, Variant variant) => variant.Spec switch
    {
        "mtp" when HasMtp(recipe) => [$"{MtpOption}=true"],
        "none" when HasMtp(recipe) => [$"{MtpOption}=false"],
        _ => [],
    };

    private static bool HasMtp(Recipe recipe) => recipe.Options.Any(option => option.Name == MtpOption);

    private PointIdentity Identity(Variant variant, Recipe? recipe, Sku? sku, LaunchPlan? plan)
    {
        bool isPair = recipe?.IsDisaggregated ?? variant.Prefill is not null;
        return new PointIdentity
        {
            Hardware = sku?.Id ?? "none",
            Framework = section.Framework ?? recipe!.Engine,
            Model = section.Model ?? (recipe!.ModelPrefix.Length > 0 ? recipe.ModelPrefix : Slug.Of(recipe.ServedName.Split('/')[^1])),
            ModelName = section.ModelName ?? recipe?.ServedName,
            Precision = plan?.Precision ?? variant.Precision ?? "",
            SpecDecoding = variant.Spec ?? (plan?.Values.GetValueOrDefault(MtpOption) == "true" ? "mtp" : "none"),
            Disaggregated = isPair,
            Multinode = plan?.Nodes > 1,
            Image = variant.Image ?? plan?.Workers.Select(worker => worker.Image?.Text).FirstOrDefault(image => image is not null),
            Decode = ShapeOf(isPair ? "decode" : "engine", variant, variant.Decode, plan, isPair),
            Prefill = isPair ? ShapeOf("prefill", variant, variant.Prefill, plan, isPair) : null,
            Router = section.Router ?? (plan?.Router is null ? null : "loadgen"),
            RouterVersion = section.Router is null && plan?.Router is not null ? context.Tool : null,
            KvTransfer = plan?.Values.GetValueOrDefault(TransferOption),
            Variant = variant.Text,
        };
    }

    private WorkerShape ShapeOf(string role, Variant variant, RoleRequest? own, LaunchPlan? plan, bool isPair)
    {
        int Of(string key, int? ownValue, int? allValue) =>
            plan?.Values.GetValueOrDefault(isPair ? $"{role}_{key}" : key) is { } text && int.TryParse(text, out int value) ? value : ownValue ?? allValue ?? 1;

        int dp = Of("dp", own?.Dp, variant.All.Dp);
        int placed = plan?.Workers.Where(worker => worker.Role.ToString().Equals(role, StringComparison.OrdinalIgnoreCase)).Sum(worker => worker.Gpus.Count * worker.Nodes) ?? 0;
        var shape = new WorkerShape
        {
            Tp = Of("tp", own?.Tp, variant.All.Tp),
            Pp = Of("pp", own?.Pp, variant.All.Pp),
            Ep = Of("ep", own?.Ep, variant.All.Ep),
            DpAttention = dp > 1,
            Dp = dp > 1 ? dp : null,
            Workers = Of("workers", own?.Workers, null),
            Gpus = placed,
        };

        // A simulated engine holds no GPUs, and stands for so many.
        return placed > 0 ? shape : shape with { Gpus = plan is null ? new AttachedGpus(section, variant).Of(role, shape) : shape.Tp * shape.Pp * shape.Workers };
    }

    private string IdOf(Variant variant, PointIdentity identity)
    {
        string[] parts =
        [
            section.Name ?? $"{identity.Model}-{identity.Precision}-{identity.Framework}",
            identity.Hardware,
            .. identity.Prefill is { } prefill ? [$"p{prefill.Workers}{Text(prefill)}", $"d{identity.Decode.Workers}{Text(identity.Decode)}"] : (string[])[Text(identity.Decode)],
            .. identity.SpecDecoding == "none" ? [] : (string[])[identity.SpecDecoding],
            .. variant.Marks,
        ];
        return Slug.Of(string.Join('-', parts));
    }

    private static string Text(WorkerShape shape) =>
        $"tp{shape.Tp}{(shape.Ep > 1 ? $"ep{shape.Ep}" : "")}{(shape.Pp > 1 ? $"pp{shape.Pp}" : "")}{(shape.DpAttention ? $"dp{shape.UnusualDp()}" : "")}";
}
