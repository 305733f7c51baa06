namespace LoadGen.Sweeps.Continuous;

/// <summary>One line of <c>changelog.jsonl</c>: a configuration that is not what it was.</summary>
/// <param name="At">When it was noticed, UTC.</param>
/// <param name="Run">The run that measures what it changes; null where nothing is measured for it.</param>
/// <param name="Configuration">The configuration.</param>
/// <param name="Changes">What is different.</param>
/// <param name="Facts">What holds from now on.</param>
public sealed record ChangeLine(DateTimeOffset At, string? Run, string Configuration, IReadOnlyList<Change> Changes, IReadOnlyDictionary<string, string> Facts);

/// <summary>A fact that is not what it was.</summary>
/// <param name="What">One of <see cref="Facts"/>.</param>
/// <param name="Before">What it was; null where it was not known.</param>
/// <param name="After">What it is; null where it is not known any more.</param>
public sealed record Change(string What, string? Before, string? After)
{
    /// <summary>What a configuration that was not there before is changed by.</summary>
    public const string NewConfiguration = "configuration";

    /// <summary>The change in a line, such as <c>flags: --max-num-seqs 256 -&gt; 512</c>.</summary>
    public string Describe() => (What, Before, After) switch
    {
        (NewConfiguration, _, _) => $"new {What}",
        // A whole table.
        (Facts.Prices, not null, not null) => $"{What} changed",
        (_, null, _) => $"{What}: added {After}",
        (_, _, null) => $"{What}: removed {Before}",
        _ => $"{What}: {Before} -> {WithoutName(Before, After)}",
    };

    // "--flag 1 -> 2", and not the flag twice.
    private static string WithoutName(string before, string after)
    {
        int name = after.IndexOf(' ', StringComparison.Ordinal) + 1;
        return name > 0 && before.StartsWith(after[..name], StringComparison.Ordinal) ? after[name..] : after;
    }
}
