using LoadGen.Inference;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Running;

/// <summary>The outcome of an answer that arrived without an error: whole, broken off, or of the wrong length.</summary>
internal static class Judgement
{
    /// <summary>Judges.</summary>
    /// <param name="t">A request whose response ended properly on the wire.</param>
    /// <param name="generation">What was asked for.</param>
    /// <param name="api">What the API's answers say of themselves.</param>
    public static (Outcome Outcome, string? Error) OfAnswer(RequestTimeline t, GenerationOptions generation, ApiTraits api)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(generation);
        ArgumentNullException.ThrowIfNull(api);
        if (t.Finish == FinishReason.Abort)
        {
            return (Outcome.StreamError, "the engine aborted the generation (finish_reason abort)");
        }

        bool lacksEnd = api.EndMarker is not null && !t.SawDone;
        bool lacksFinish = api.StatesFinish && t.Finish == FinishReason.None;
        if (lacksEnd || lacksFinish)
        {
            string? missing = (lacksEnd, lacksFinish) switch
            {
                (true, true) => $"{api.EndMarker} and finish_reason",
                (true, false) => api.EndMarker,
                _ => "finish_reason",
            };
            return (Outcome.Truncated, $"the stream ended without {missing}, after {t.OutputChunks} output chunks");
        }

        return generation.IgnoreEos ? OfLength(t) : (Outcome.Completed, null);
    }

    private static (Outcome Outcome, string? Error) OfLength(RequestTimeline t)
    {
        int asked = t.Item.OutputTokens;
        if (t.Usage is { CompletionTokens: >= 0 } usage)
        {
            return usage.CompletionTokens == asked
                ? (Outcome.Completed, null)
                : (Outcome.WrongLength, $"{usage.CompletionTokens} output tokens instead of {asked} under ignore_eos, by the server's usage");
        }

        // Without usage a chunk may hold several tokens: too few chunks prove nothing unless the engine says it stopped early.
        return t.OutputChunks < asked && t.Finish is not (FinishReason.Length or FinishReason.None)
            ? (Outcome.WrongLength, $"{t.OutputChunks} output chunks instead of {asked} tokens under ignore_eos, finish_reason {t.Finish.ToString().ToLowerInvariant()}")
            : (Outcome.Completed, null);
    }
}
