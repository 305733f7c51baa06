using LoadGen.Simulation.Responses;

namespace LoadGen.Simulation.Streams;

/// <summary>What one request will be sent: a pure function of what was asked and the fault that strikes it.</summary>
/// <param name="Tokens">Tokens to send.</param>
/// <param name="Ending">What follows the last of them.</param>
/// <param name="StoppedEarly">The finish reason is <c>stop</c> instead of <c>length</c>.</param>
/// <param name="MalformedAfter">Tokens after which one event is cut-off JSON; -1 for none.</param>
/// <param name="UsageExcess">Output tokens that usage claims beyond those sent.</param>
/// <param name="MarkerAt">Index of the token that reads like a stream's end marker; -1 for none.</param>
/// <param name="DelayMs">All tokens are due so much later.</param>
/// <param name="SplitWrites">Every event leaves in several writes.</param>
internal readonly record struct StreamPlan(
    int Tokens, StreamEnding Ending, bool StoppedEarly, int MalformedAfter, int UsageExcess, int MarkerAt = -1, int DelayMs = 0, bool SplitWrites = false)
{
    /// <summary>The finish reason of a response in one piece.</summary>
    public FinishText Finish => Ending == StreamEnding.NoFinish ? FinishText.None : StoppedEarly ? FinishText.Stop : FinishText.Length;

    /// <summary>Plans a response.</summary>
    /// <param name="tokens">Tokens asked for.</param>
    /// <param name="fault">The fault that strikes it, or null.</param>
    public static StreamPlan For(int tokens, Fault? fault)
    {
        var plan = new StreamPlan(tokens, StreamEnding.Complete, false, -1, 0);
        if (fault is not { } f)
        {
            return plan;
        }

        // A fault after more tokens than were asked for comes after the last one.
        int until = Math.Min(f.Argument, tokens);
        return f.Kind switch
        {
            FaultKind.Cut => plan with { Tokens = until, Ending = StreamEnding.Cut },
            FaultKind.Error => plan with { Tokens = until, Ending = StreamEnding.Error },
            FaultKind.Stall => plan with { Tokens = until, Ending = StreamEnding.Stall },
            FaultKind.MalformedChunk => plan with { Tokens = until, Ending = StreamEnding.MalformedChunk },
            FaultKind.MalformedJson => plan with { MalformedAfter = until },
            FaultKind.NoDone => plan with { Ending = StreamEnding.NoDone },
            FaultKind.NoFinish => plan with { Ending = StreamEnding.NoFinish },
            FaultKind.Shortened => plan with { Tokens = Math.Max(1, tokens - until), StoppedEarly = true },
            FaultKind.UsageMismatch => plan with { UsageExcess = f.Argument },
            FaultKind.Slow => plan with { DelayMs = f.Argument },
            FaultKind.SplitWrites => plan with { SplitWrites = true },

            // In the middle, so that a reader who takes it for the end loses tokens.
            FaultKind.DoneInContent => plan with { MarkerAt = tokens / 2 },
            _ => plan,
        };
    }
}
