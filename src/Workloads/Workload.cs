using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads;

/// <summary>
/// Where requests come from. A workload is a pure function of (seed, index): asking twice for the same index gives the same
/// request, from any thread and in any order, so one seed fixes prompts, lengths and order.
/// </summary>
public abstract class Workload
{
    /// <summary>The name the result document states, such as <c>random</c> or <c>mooncake</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One line for the result document: everything that fixes the requests, such as lengths, seed and vocabulary.</summary>
    public abstract string Description { get; }

    /// <summary>How many requests it holds; null when it never ends.</summary>
    public abstract int? Count { get; }

    /// <summary>What its prompts are made of: token ids by <see cref="WriteTokenIds"/>, or messages by <see cref="ReadMessages"/>.</summary>
    public virtual PromptContent Content => PromptContent.TokenIds;

    /// <summary>False where the lengths of prompts are the server's to count: <see cref="WorkItem.InputTokens"/> is 0.</summary>
    public virtual bool CountsInput => true;

    /// <summary>The request at <paramref name="index"/>, 0 ≤ index &lt; <see cref="Count"/>.</summary>
    public abstract WorkItem this[int index] { get; }

    /// <summary>
    /// Writes the prompt's token ids: <see cref="WorkItem.InputTokens"/> values in [0, vocabulary size).
    /// Requests that share a prefix in the workload share it here, id for id.
    /// </summary>
    /// <param name="item">A request of this workload.</param>
    /// <param name="destination">At least <see cref="WorkItem.InputTokens"/> long.</param>
    /// <exception cref="NotSupportedException">The prompts are messages.</exception>
    public abstract void WriteTokenIds(in WorkItem item, Span<int> destination);

    /// <summary>Puts the prompt's messages into <paramref name="messages"/>, in place of what it holds.</summary>
    /// <param name="item">A request of this workload.</param>
    /// <param name="messages">The caller's own. What it holds afterwards stays as it is until its next use.</param>
    /// <exception cref="NotSupportedException">The prompts are made of token ids.</exception>
    public virtual void ReadMessages(in WorkItem item, PromptMessages messages) =>
        throw new NotSupportedException($"The prompts of {Name} are made of token ids.");
}

/// <summary>One request to make.</summary>
/// <param name="Index">Its place in the workload, from 0.</param>
/// <param name="InputTokens">Prompt length in tokens, as the workload means it.</param>
/// <param name="OutputTokens">Output tokens to ask for.</param>
/// <param name="OffsetNs">When it is due, in ns after the run's start (traces); negative when the workload does not say.</param>
public readonly record struct WorkItem(int Index, int InputTokens, int OutputTokens, long OffsetNs = -1)
{
    /// <summary>The place of its session in the dataset, from 0; null for a request that belongs to none.</summary>
    public int? Session { get; init; }

    /// <summary>Its turn in the session, from 0.</summary>
    public int Turn { get; init; }

    /// <summary>
    /// The prompt length that was aimed at, where <see cref="InputTokens"/> is what came of it, counted; 0 where the two are one.
    /// </summary>
    public int TargetTokens { get; init; }

    /// <summary>The prompt length that was asked for, which is the same whatever became of the request; 0 where the server alone can count it.</summary>
    public int RequestedInputTokens => TargetTokens > 0 ? TargetTokens : InputTokens;
}
