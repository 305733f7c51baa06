using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Models;

/// <summary>What one model says of itself fits together: above all, its parts add up to the parameters that its makers state.</summary>
internal static class ModelChecks
{
    // Norms, biases and routers are not counted, and makers round: the four models of the catalog come within 0.3%.
    private const double ParametersTolerance = 0.02;

    // Makers count embeddings and encoders each in their own way: the catalog's models come within 5%.
    private const double ActiveTolerance = 0.06;

    public static void Check(ModelShape model, string id, ProblemList problems)
    {
        if (model.Id != id)
        {
            problems.Add("id", $"found '{model.Id}'; accepted: the file's name, '{id}'");
        }

        SkuChecks.Filled(problems, "name", model.Name);
        SkuChecks.Filled(problems, "source", model.Source);
        SkuChecks.Positive(problems, "hidden", model.Hidden);
        SkuChecks.Positive(problems, "vocab", model.Vocab);
        SkuChecks.Positive(problems, "context", model.Context);
        SkuChecks.Positive(problems, "parameters_b", model.ParametersB);
        SkuChecks.Positive(problems, "active_b", model.ActiveB);
        Attention(model, problems);
        Ffn(model, problems);
        Weights(model, problems);
        if (problems.Count == 0)
        {
            Sums(model, problems);
        }
    }

    private static void Attention(ModelShape model, ProblemList problems)
    {
        if (model.Attention.Count == 0)
        {
            problems.Add("attention", "is empty; accepted: a part for each kind of layers");
        }

        for (int i = 0; i < model.Attention.Count; i++)
        {
            AttentionShape part = model.Attention[i];
            string path = $"attention[{i}]";
            SkuChecks.Positive(problems, $"{path}.layers", part.Layers);
            SkuChecks.Positive(problems, $"{path}.heads", part.Heads);
            SkuChecks.Positive(problems, $"{path}.head_dim", part.HeadDim);
            bool isMla = part.Kind == AttentionKind.Mla;
            Only(problems, $"{path}.kv_heads", part.KvHeads, !isMla, "gqa or linear", isNeeded: true);
            Only(problems, $"{path}.window", part.Window, part.Kind == AttentionKind.Gqa, "gqa");
            Only(problems, $"{path}.gated", part.Gated ? 1 : 0, part.Kind == AttentionKind.Gqa, "gqa");
            Only(problems, $"{path}.query_rank", part.QueryRank, isMla, "mla", isNeeded: true);
            Only(problems, $"{path}.latent_rank", part.LatentRank, isMla, "mla", isNeeded: true);
            Only(problems, $"{path}.rope_dim", part.RopeDim, isMla, "mla", isNeeded: true);
        }
    }

    private static void Ffn(ModelShape model, ProblemList problems)
    {
        for (int i = 0; i < model.Ffn.Count; i++)
        {
            FfnShape part = model.Ffn[i];
            SkuChecks.Positive(problems, $"ffn[{i}].layers", part.Layers);
            SkuChecks.Positive(problems, $"ffn[{i}].intermediate", part.Intermediate);
            if (part.Experts < 0 || part.Active < 0 || part.Shared < 0 || part.Active > part.Experts || (part.Experts > 0 && part.Active == 0) || (part.Experts == 0 && part.Shared > 0))
            {
                problems.Add($"ffn[{i}].active", $"found {part.Active} of {part.Experts} experts and {part.Shared} shared; accepted: none of all, or 1 to as many as there are");
            }
        }

        int layers = model.Ffn.Sum(part => part.Layers);
        if (layers != model.Layers())
        {
            problems.Add("ffn", $"has {layers} layers, attention has {model.Layers()}; accepted: as many");
        }
    }

    private static void Weights(ModelShape model, ProblemList problems)
    {
        if (model.AttentionWeights.Count == 0)
        {
            problems.Add("attention_weights", $"is empty; accepted: some of {string.Join(", ", SkuPrecision.All)}");
        }

        foreach ((string precision, string attention) in model.AttentionWeights)
        {
            foreach (string name in (string[])[precision, attention])
            {
                if (!SkuPrecision.All.Contains(name))
                {
                    problems.Add($"attention_weights.{precision}", $"found '{name}'; accepted: {string.Join(", ", SkuPrecision.All)}");
                }
            }
        }
    }

    private static void Sums(ModelShape model, ProblemList problems)
    {
        Close("parameters_b", model.ParametersB, model.Parameters() / 1e9, ParametersTolerance);
        Close("active_b", model.ActiveB, model.ActiveParameters() / 1e9, ActiveTolerance);

        void Close(string path, double stated, double counted, double tolerance)
        {
            if (Math.Abs((counted / stated) - 1) > tolerance)
            {
                problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"found {stated}, but the parts add up to {counted:F2}; accepted: within {100 * tolerance:F0}% of each other"));
            }
        }
    }

    // 0 stands for a key that was left out.
    private static void Only(ProblemList problems, string path, int value, bool isIts, string kinds, bool isNeeded = false)
    {
        if (value < 0 || (isIts && isNeeded && value == 0))
        {
            problems.Add(path, $"found {value}; accepted: a number above 0");
        }
        else if (!isIts && value != 0)
        {
            problems.Add(path, $"has a meaning for {kinds} alone");
        }
    }
}
