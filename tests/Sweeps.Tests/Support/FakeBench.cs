using LoadGen.Shared.Evaluations;
using LoadGen.Sweeps.Running;

namespace LoadGen.Sweeps.Tests.Support;

/// <summary>A benchmark that writes the files of one and takes no time.</summary>
internal sealed class FakeBench : IBench
{
    private readonly Lock _lock = new();

    /// <summary>The words of every run, in order.</summary>
    public List<IReadOnlyList<string>> Runs { get; } = [];

    /// <summary>What a run does before it ends, and its exit code: by its concurrency.</summary>
    public Func<int, CancellationToken, Task<int>> OnRun { get; set; } = (_, _) => Task.FromResult(0);

    /// <summary>What an evaluation does before it ends, and its exit code: by its questions.</summary>
    public Func<string, CancellationToken, Task<int>> OnEval { get; set; } = (_, _) => Task.FromResult(0);

    /// <summary>The words of every evaluation, in order.</summary>
    public List<IReadOnlyList<string>> Evals { get; } = [];

    /// <summary>The concurrencies that were measured, in order.</summary>
    public IEnumerable<int> Concurrencies => Runs.Select(words => int.Parse(After(words, "--concurrency")));

    public static string After(IReadOnlyList<string> words, string option) => words[words.ToList().IndexOf(option) + 1];

    /// <summary>A run that lasts until it is told to stop.</summary>
    public static async Task<int> UntilStoppedAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource();
        await using (stop.Register(stopped.SetResult))
        {
            await stopped.Task;
        }

        return 130;
    }

    public async Task<int> RunAsync(IReadOnlyList<string> words, string log, CancellationToken stop, CancellationToken atOnce)
    {
        if (words[0] == "eval")
        {
            return await EvaluateAsync(words, log, stop);
        }

        lock (_lock)
        {
            Runs.Add(words);
        }

        int code = await OnRun(int.Parse(After(words, "--concurrency")), stop);
        string folder = After(words, "--output");
        File.WriteAllText(log, $"some table\nloadgen: ended with {code}\n");
        if (code is 0 or 4)
        {
            File.WriteAllText(Path.Combine(folder, "result.json"), """{"schema":"loadgen.result","simulated":true}""");
            File.WriteAllText(Path.Combine(folder, "inferencex.json"), """{"model_id":"m","max_concurrency":4,"total_token_throughput":800,"output_throughput":300,"median_tpot_ms":20}""");
        }

        return code;
    }

    private async Task<int> EvaluateAsync(IReadOnlyList<string> words, string log, CancellationToken stop)
    {
        lock (_lock)
        {
            Evals.Add(words);
        }

        int code = await OnEval(After(words, "--dataset"), stop);
        File.WriteAllText(log, $"some table\nloadgen: ended with {code}\n");
        if (code == 0)
        {
            File.WriteAllText(Path.Combine(After(words, "--output"), "evaluation.json"), EvaluationText.Of("+++-"));
        }

        return code;
    }
}
