namespace LoadGen.Sweeps.Running;

/// <summary>Measures and evaluates.</summary>
public interface IBench
{
    /// <summary>Runs <c>loadgen bench</c> or <c>loadgen eval</c> to its end.</summary>
    /// <param name="words">Its words, from <c>bench</c> or <c>eval</c> on.</param>
    /// <param name="log">The file that its output goes to.</param>
    /// <param name="stop">Ends it in good order: what was measured is written, and marked partial.</param>
    /// <param name="atOnce">Ends it without.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="SweepException">It cannot be run.</exception>
    Task<int> RunAsync(IReadOnlyList<string> words, string log, CancellationToken stop, CancellationToken atOnce);
}

/// <summary>What <c>loadgen bench</c> answers with.</summary>
internal static class BenchExit
{
    public const int Ok = 0;
    public const int Invalid = 4;
    public const int Interrupted = 130;
}
