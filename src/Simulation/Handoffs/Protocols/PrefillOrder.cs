using LoadGen.Simulation.Kv;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>What a prefill leg asks for, once it has been found right.</summary>
internal sealed record PrefillOrder
{
    /// <summary>Ids of the hand-offs: one, or one for each prompt of a batch.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>What decode must name rightly.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    /// <summary>The answer waits until decode has the cache (SGLang).</summary>
    public bool AnswersAfterTransfer { get; init; }

    /// <summary>Edits the answer: the engine's own fields.</summary>
    public Func<byte[], byte[]>? Edit { get; init; }

    /// <summary>The facts with those that only the hand-off itself determines.</summary>
    public KvHandoff? OpenIn(KvBook book, string id, long tokens, KvHold hold) => book.Open(id, tokens, hold, Facts);
}
