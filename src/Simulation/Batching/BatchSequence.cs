using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Batching;

/// <summary>
/// One request in the batch of an engine that the roofline paces. The loop's thread drives it and releases its tokens; its stream's pacer
/// reads when they were.
/// </summary>
internal sealed class BatchSequence : ITokenTimes
{
    private readonly long[] _dueNs;
    private readonly ulong _seed;
    private PacedRequest? _waiter;
    private int _released;
    private int _draws;
    private volatile bool _isCancelled;

    /// <param name="need">What it asks for.</param>
    /// <param name="readyNs">Monotonic time from which the scheduler sees it.</param>
    /// <param name="seed">Decides which drafts are accepted.</param>
    public BatchSequence(SequenceNeed need, long readyNs, ulong seed)
    {
        Need = need;
        ReadyNs = readyNs;
        _seed = seed;
        _dueNs = new long[need.OutputTokens];

        // The last token of a prompt is computed even where all of it is cached: it yields the first of the answer.
        Prefilled = need.IsPrefilled ? need.PromptTokens : Math.Min(need.CachedTokens, need.PromptTokens - 1);
    }

    public SequenceNeed Need { get; }

    public long ReadyNs { get; }

    /// <summary>Prompt tokens computed so far. The loop's.</summary>
    public int Prefilled { get; set; }

    /// <summary>Prompt tokens in the step under way. The loop's.</summary>
    public int Chunk { get; set; }

    /// <summary>What was reserved for it. The loop's.</summary>
    public double HeldBytes { get; set; }

    /// <summary>Tokens released so far, of each choice.</summary>
    public int Released => Volatile.Read(ref _released);

    /// <summary>All tokens are out.</summary>
    public bool IsComplete => Released == Need.OutputTokens;

    /// <summary>Nobody waits for it any more.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>Tokens in its context: the prompt's, and those released.</summary>
    public int Context => Need.PromptTokens + _released;

    /// <summary>Says who is to be brought back when tokens are released. Before the loop has it.</summary>
    public void AwaitBy(PacedRequest waiter) => _waiter = waiter;

    /// <summary>From any thread.</summary>
    public void Cancel() => _isCancelled = true;

    /// <summary>Releases tokens of every choice, no more than there are. The loop's.</summary>
    public void Release(int tokens, long nowNs)
    {
        int until = Math.Min(_released + tokens, Need.OutputTokens);
        _dueNs.AsSpan(_released, until - _released).Fill(nowNs);
        Volatile.Write(ref _released, until);
        _waiter?.Submit();
    }

    /// <summary>How many tokens a step yields: one, and one for each draft that is accepted before the first that is not.</summary>
    public int DrawTokens(int drafts, double acceptance)
    {
        int tokens = 1;
        while (tokens <= drafts && Uniform() < acceptance)
        {
            tokens++;
        }

        return tokens;
    }

    /// <inheritdoc/>
    public long ChunkDueNs(int first, int count)
    {
        int last = Math.Min(first + count, Need.OutputTokens) - 1;
        return last < Released ? _dueNs[last] : Agenda.Never;
    }

    /// <inheritdoc/>
    public int ChunkTokens(int first, int count)
    {
        // What one step yielded is sent together.
        int end = first + count;
        while (end < Released && _dueNs[end] == _dueNs[end - 1])
        {
            end++;
        }

        return end - first;
    }

    private double Uniform() => (StreamSchedule.Mix(_seed + (ulong)_draws++) >> 11) * (1.0 / (1UL << 53));
}

/// <summary>What a request asks of the batch.</summary>
/// <param name="PromptTokens">Tokens of its prompts; at least 1.</param>
/// <param name="CachedTokens">Of these, how many need not be computed.</param>
/// <param name="OutputTokens">Tokens of each choice.</param>
/// <param name="Choices">Answers.</param>
/// <param name="IsPrefilled">The cache came from elsewhere.</param>
internal readonly record struct SequenceNeed(int PromptTokens, int CachedTokens, int OutputTokens, int Choices, bool IsPrefilled)
{
    /// <summary>Tokens that it holds in the cache at its end.</summary>
    public long TokensAtEnd => PromptTokens + ((long)OutputTokens * Choices);
}
