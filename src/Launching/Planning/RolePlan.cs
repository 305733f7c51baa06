using LoadGen.Launching.Expressions;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Planning;

/// <summary>One role of a recipe for one request: what its workers have in common.</summary>
internal sealed record RolePlan
{
    private static readonly string[] s_parallel = ["tp", "ep", "dp", "pp"];

    // What a recipe says of its engine, and a frontend is none.
    private static readonly string[] s_engine = ["command", "env", "args", "files", "when", "ports", "parallel", "gpus", "readiness"];

    /// <summary>As the recipe names it: engine, prefill, decode, frontend.</summary>
    public required string Name { get; init; }

    public required LaunchRole Role { get; init; }

    /// <summary>What the recipe says for all roles.</summary>
    public required RecipeMap Common { get; init; }

    /// <summary>What it says for this one.</summary>
    public required RecipeMap Own { get; init; }

    /// <summary>The names that the role's workers share.</summary>
    public required ExpressionScope Scope { get; init; }

    public required int Count { get; init; }

    public required int Gpus { get; init; }

    /// <summary>Both together; conditional blocks apart.</summary>
    public RecipeMap Merged => RecipeMerge.Overlay(Common, Own);

    public static RolePlan Create(string name, RecipeMap root, ExpressionScope common, PlanRequest request)
    {
        RecipeMap own = root.Section("roles").Section(name);
        RecipeMap below = root with { Entries = [.. root.Entries.Where(entry => entry.Key != "roles" && (name != "frontend" || !s_engine.Contains(entry.Key)))] };
        RecipeMap merged = RecipeMerge.Overlay(below, own);
        RoleRequest asked = name switch
        {
            "prefill" => request.Prefill,
            "decode" => request.Decode,
            _ => new RoleRequest(),
        };
        var evaluator = new PlanEvaluator(common.Inner());
        evaluator.Scope["role"] = ExpressionValue.Of(name);
        int?[] values = [asked.Tp ?? request.Tp, asked.Ep ?? request.Ep, asked.Dp ?? request.Dp, asked.Pp ?? request.Pp];
        for (int i = 0; i < s_parallel.Length; i++)
        {
            int value = values[i] ?? Number(merged.Section("parallel"), s_parallel[i], evaluator, "parallel", 1, 1);
            evaluator.Scope[s_parallel[i]] = ExpressionValue.Of((long)value);
        }

        int count = asked.Workers ?? Number(own, "count", evaluator, $"roles.{name}", 1, 1);
        evaluator.Scope["workers"] = ExpressionValue.Of((long)count);
        return new RolePlan
        {
            Name = name,
            Role = Enum.Parse<LaunchRole>(name, ignoreCase: true),
            Common = below,
            Own = own,
            Scope = evaluator.Scope,
            Count = count,
            Gpus = name == "frontend" ? 0 : Number(merged, "gpus", evaluator, "", 0, 0),
        };
    }

    private static int Number(RecipeMap map, string key, PlanEvaluator evaluator, string path, int least, int otherwise) =>
        map[key] is RecipeScalar scalar ? evaluator.Whole(scalar, RecipeShape.Child(path, key), least) : otherwise;
}
