namespace LoadGen.Measurement.Timelines;

/// <summary>The per-request metrics, computed from a timeline. NaN or negative where a metric does not exist for the request.</summary>
/// <remarks>Formulas as in vLLM's and InferenceX's clients; docs/results.md states each.</remarks>
public readonly struct RequestFigures
{
    /// <summary>Computes them.</summary>
    /// <param name="timeline">A finished request.</param>
    public RequestFigures(RequestTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        InputTokens = timeline.Usage is { PromptTokens: >= 0 } u ? u.PromptTokens : timeline.Item.InputTokens;
        OutputTokens = timeline.Usage is { CompletionTokens: >= 0 } o ? o.CompletionTokens : timeline.OutputChunks;
        TtftNs = timeline.FirstOutputNs > 0 ? timeline.FirstOutputNs - timeline.SendNs : -1;
        TtftIntendedNs = timeline.FirstOutputNs > 0 ? timeline.FirstOutputNs - timeline.IntendedNs : -1;
        long last = timeline.LastChunkNs > 0 ? timeline.LastChunkNs : timeline.EndNs;
        TtfvtNs = timeline.FirstContentNs > 0 ? timeline.FirstContentNs - timeline.SendNs : -1;
        E2eNs = last - timeline.SendNs;
        E2eIntendedNs = last - timeline.IntendedNs;
        TpotNs = TtftNs >= 0 && OutputTokens > 1 ? (double)(E2eNs - TtftNs) / (OutputTokens - 1) : double.NaN;
        InteractivityTps = TpotNs > 0 ? 1e9 / TpotNs : double.NaN;
        LatenessNs = timeline.SendNs > 0 ? timeline.SendNs - timeline.IntendedNs : -1;
        ClientLatenessNs = timeline.SendNs > 0 ? Math.Max(0, LatenessNs - timeline.ConnectNs - timeline.WaitNs) : -1;
    }

    /// <summary>Prompt tokens: the server's count where it states one, else the workload's.</summary>
    public int InputTokens { get; }

    /// <summary>Output tokens: the server's count where it states one, else the output chunks.</summary>
    public int OutputTokens { get; }

    /// <summary>First output chunk − send, ns.</summary>
    public long TtftNs { get; }

    /// <summary>First output chunk − intended start, ns.</summary>
    public long TtftIntendedNs { get; }

    /// <summary>First output chunk with visible text − send, ns; negative where there was none.</summary>
    public long TtfvtNs { get; }

    /// <summary>Last chunk − send, ns (usage and end marker excluded); without chunks, end of response − send.</summary>
    public long E2eNs { get; }

    /// <summary>Last chunk − intended start, ns.</summary>
    public long E2eIntendedNs { get; }

    /// <summary>(E2E − TTFT) / (output tokens − 1), ns; NaN under two tokens.</summary>
    public double TpotNs { get; }

    /// <summary>1 / TPOT, tokens per second as one user sees them.</summary>
    public double InteractivityTps { get; }

    /// <summary>Send − intended start, ns.</summary>
    public long LatenessNs { get; }

    /// <summary>The client's own part of it: without opening a connection and without the wait for a free stream, ns.</summary>
    public long ClientLatenessNs { get; }
}
