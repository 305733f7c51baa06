namespace LoadGen.Watching.Alerts;

/// <summary>
/// An alert on how fast an error budget burns: it fires where the burn rate is above a threshold in each of several windows. The long one
/// says that it matters, the short one that it still goes on.
/// </summary>
/// <remarks>The rule and its usual figures: chapter 5 of Google's Site Reliability Workbook, "multiwindow, multi-burn-rate alerts".</remarks>
public sealed record BurnAlert
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The burn rate above which it fires; 1 spends the budget exactly.</summary>
    public required double Burn { get; init; }

    /// <summary>The windows that must all be above it.</summary>
    public required IReadOnlyList<TimeSpan> Windows { get; init; }

    /// <summary>The longest window must hold so many overruns: of few probes one that fails would be a high rate already.</summary>
    public int OverrunsMin { get; init; } = 2;

    /// <summary>The watch ends when it fires.</summary>
    public bool Exit { get; init; }
}
