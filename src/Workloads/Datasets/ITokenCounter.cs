namespace LoadGen.Workloads.Datasets;

/// <summary>Counts the tokens of a text as the model would. Thread-safe. Without one, lengths are estimates: characters / 4.</summary>
public interface ITokenCounter
{
    /// <summary>Tokens of <paramref name="utf8"/>, special tokens and chat templates not counted.</summary>
    int Count(ReadOnlySpan<byte> utf8);
}
