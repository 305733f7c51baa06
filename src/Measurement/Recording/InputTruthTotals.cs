using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>How far the lengths of prompts, as asked for, as counted here and as the server counts them, agree, over completed requests. Single-threaded.</summary>
public sealed class InputTruthTotals
{
    /// <summary>The server's prompt tokens against the client's count; requests of which only the server knows the length are left out.</summary>
    public Disagreement UsageAgainstClient { get; } = new();

    /// <summary>The client's count against the length that was aimed at, where the prompts were made to have one.</summary>
    public Disagreement ClientAgainstTarget { get; } = new();

    /// <summary>The server's prompt tokens against the same.</summary>
    public Disagreement UsageAgainstTarget { get; } = new();

    /// <summary>Adds a completed request.</summary>
    public void Add(RequestTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        (int client, int target) = (timeline.Item.InputTokens, timeline.Item.TargetTokens);
        if (target > 0)
        {
            ClientAgainstTarget.Add(client, target);
        }

        if (timeline.Usage is not { PromptTokens: >= 0 and int stated })
        {
            return;
        }

        if (client > 0)
        {
            UsageAgainstClient.Add(stated, client);
        }

        if (target > 0)
        {
            UsageAgainstTarget.Add(stated, target);
        }
    }
}
