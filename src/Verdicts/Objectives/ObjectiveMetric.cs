namespace LoadGen.Verdicts.Objectives;

/// <summary>What an objective is about.</summary>
public enum ObjectiveMetric
{
    /// <summary>Time to first token, ms, from the send.</summary>
    Ttft,

    /// <summary>Time to first visible token, ms, from the send.</summary>
    Ttfvt,

    /// <summary>Time per output token after the first, ms.</summary>
    Tpot,

    /// <summary>The longest gap between chunks inside a request, ms: never pooled over requests.</summary>
    Itl,

    /// <summary>Time to the last token, ms, from the send.</summary>
    E2e,

    /// <summary>1 / TPOT, tokens/s of one user; its bound is a least value.</summary>
    Interactivity,

    /// <summary>Share of requests that did not complete, whatever the reason.</summary>
    ErrorRate,

    /// <summary>Share of windows of time in which requests completed (see <see cref="Objective.Window"/>); its bound is a least value.</summary>
    Availability,

    /// <summary>Share of requests refused with 429.</summary>
    RateLimitRate,

    /// <summary>Share of requests whose answer was cut short or of the wrong length.</summary>
    TruncationRate,

    /// <summary>Output tokens a second of the whole run; its bound is a least value.</summary>
    OutputTokensPerS,

    /// <summary>Share of questions answered right; its bound is a least value.</summary>
    Accuracy,
}
