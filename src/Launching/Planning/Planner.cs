using LoadGen.Configuration;
using LoadGen.Economics.Skus;
using LoadGen.Launching.Expressions;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Planning;

/// <summary>Recipe + SKU + request → plan. A pure function: nothing is looked up on this host.</summary>
public static class Planner
{
    // In the order in which they are started: a frontend finds its workers when they are there.
    private static readonly string[] s_roles = ["prefill", "decode", "engine", "frontend"];

    /// <summary>Plans.</summary>
    /// <param name="recipe">What is to be started.</param>
    /// <param name="sku">On what; null for a recipe that runs on any SKU and a host whose SKU is unknown.</param>
    /// <param name="request">How.</param>
    /// <exception cref="ConfigurationException">The recipe cannot be planned so: file, line, column, and what is accepted.</exception>
    /// <exception cref="ArgumentException">The request cannot be met: which option, and what is accepted. Names no parameter.</exception>
    public static LaunchPlan Plan(Recipe recipe, Sku? sku, PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(request);
        string precision = RequestChecks.Check(recipe, sku, request);
        var set = new SetOptions(recipe, request.Set);
        ExpressionScope common = CommonNames(recipe, sku, request, precision, set);
        RolePlan[] roles = [.. RolesOf(recipe).Select(role => RolePlan.Create(role, recipe.Root, common, request))];
        if (roles.FirstOrDefault(role => role is { Name: "engine", Count: > 1 }) is { } many && !roles.Any(role => role.Name == "frontend"))
        {
            throw new ConfigurationException([recipe.ProblemAt("roles", $"found {many.Count} engines and nothing before them; accepted: one engine, or roles.frontend")]);
        }

        var workers = new WorkerPlanner(recipe, sku, request, set);
        var planned = new List<WorkerPlan>();
        foreach (RolePlan role in roles)
        {
            planned.AddRange(Enumerable.Range(0, role.Count).Select(index => workers.Plan(role, index)));
        }

        return new LaunchPlan
        {
            Recipe = recipe.Id,
            Engine = recipe.Engine,
            Sku = sku?.Id ?? "none",
            Model = recipe.ServedName,
            Precision = precision,
            Values = Values(recipe, roles, common),
            Workers = WithPeersGpus(planned, sku),
            Router = recipe.Root.Entry("router") is { } router && recipe.Root.Section("router").Text("protocol") is { } protocol
                ? new RouterPlan(protocol, request.Port, router.KeyPlace.Origin)
                : null,
        };
    }

    private static IEnumerable<string> RolesOf(Recipe recipe)
    {
        RecipeMap roles = recipe.Root.Section("roles");
        return recipe.IsDisaggregated || roles.Entry("engine") is not null
            ? s_roles.Where(role => roles.Entry(role) is not null)
            : s_roles.Where(role => role == "engine" || roles.Entry(role) is not null);
    }

    private static ExpressionScope CommonNames(Recipe recipe, Sku? sku, PlanRequest request, string precision, SetOptions set)
    {
        var scope = new ExpressionScope
        {
            ["isl"] = ExpressionValue.Of((long)request.Isl),
            ["osl"] = ExpressionValue.Of((long)request.Osl),
            ["conc"] = ExpressionValue.Of((long)request.Conc),
            ["sku"] = ExpressionValue.Of(sku?.Id ?? "none"),
            ["precision"] = ExpressionValue.Of(precision),
            ["model"] = ExpressionValue.Of(recipe.Model),
            ["model_path"] = ExpressionValue.Of(request.ModelPath ?? recipe.Model),
            ["served_name"] = ExpressionValue.Of(recipe.ServedName),
            ["gpus_per_node"] = ExpressionValue.Of((long)(request.GpusPerNode ?? sku?.GpusPerNode ?? 1)),
            ["front_port"] = ExpressionValue.Of((long)request.Port),
            ["address"] = ExpressionValue.Placed(Placeholder.Address),
            ["leader"] = ExpressionValue.Placed(Placeholder.Leader),
            ["node_rank"] = ExpressionValue.Placed(Placeholder.NodeRank),
            ["gpus"] = ExpressionValue.Placed(Placeholder.Gpus),
            ["files"] = ExpressionValue.Placed(Placeholder.Files),
        };
        foreach ((string name, ExpressionValue value) in set.Options(recipe))
        {
            if (scope.Knows(name))
            {
                throw new ConfigurationException([recipe.ProblemAt("options", $"the option '{name}' has a meaning already; accepted: another name")]);
            }

            scope[name] = value;
        }

        return scope;
    }

    // One role's names stand as they are, those of several behind the role's name.
    private static SortedDictionary<string, string> Values(Recipe recipe, RolePlan[] roles, ExpressionScope common)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (recipe.ModelPrefix.Length > 0)
        {
            values["model_prefix"] = recipe.ModelPrefix;
        }

        foreach (string name in common.Names.Where(name => common.Find(name, 0).Kind != ExpressionKind.Placed))
        {
            values[name] = common.Find(name, 0).ToString();
        }

        foreach (RolePlan role in roles.Where(role => role.Name != "frontend"))
        {
            foreach (string name in (string[])["tp", "ep", "dp", "pp", "workers"])
            {
                values[recipe.IsDisaggregated ? $"{role.Name}_{name}" : name] = role.Scope.Find(name, 0).ToString();
            }
        }

        return values;
    }

    // A process that serves two workers must see the GPUs of both.
    private static List<WorkerPlan> WithPeersGpus(List<WorkerPlan> workers, Sku? sku) =>
    [
        .. workers.Select(worker =>
        {
            int[] gpus = [.. worker.Gpus.Concat(workers.Where(other => other.ServedBy == worker.Name).SelectMany(other => other.Gpus)).Distinct().Order()];
            return worker.ServedBy is not null || gpus.Length == 0 ? worker : worker with { Environment = GpuVisibility.Add(worker, gpus, sku) };
        }),
    ];
}
