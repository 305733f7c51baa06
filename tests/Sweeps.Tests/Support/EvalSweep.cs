using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Tests.Support;

/// <summary>A sweep of one engine at two concurrencies that asks it questions, and the file with these.</summary>
internal sealed class EvalSweep : IDisposable
{
    private readonly TempFolder _folder = new();

    public EvalSweep() => File.WriteAllText(Questions, """{"question":"3 + 4?","answer":"#### 7"}""" + "\n");

    public string Questions => _folder["set.jsonl"];

    /// <summary>The sweep.</summary>
    /// <param name="eval">Further keys of the evaluation.</param>
    /// <param name="limits">Keys of the limits.</param>
    public SweepPlan Plan(string eval = "seed: 0", string limits = "point_s: 60") => Sweep.Plan(Text(eval, limits), file: _folder["sweep.yaml"]);

    /// <summary>Its file.</summary>
    public string Text(string eval, string limits = "point_s: 60") => $$"""
        name: small
        configurations:
          - name: e1
            recipe: toy/engine
            scenarios: [{ isl: 100, osl: 10 }]
            search_space: [{ conc_list: [1, 2] }]
            limits: { {{limits}} }
            evals: [{ evaluation: gsm8k, dataset: {{Questions}}, few_shot: 0, {{eval}} }]
        """;

    public void Dispose() => _folder.Dispose();
}
