namespace LoadGen.Telemetry.Sources;

/// <summary>Counts what failed. The text is made once for each kind of failure, so that a GPU that always fails costs no allocation.</summary>
internal sealed class SourceErrors
{
    private (string Call, int Code) _last;

    /// <summary>Failures so far.</summary>
    public long Count { get; private set; }

    /// <summary>The last, in words; null when there was none.</summary>
    public string? Last { get; private set; }

    /// <summary>Counts a failed call.</summary>
    /// <param name="call">Its name.</param>
    /// <param name="code">What it returned.</param>
    /// <param name="describe">The code in words.</param>
    public void Add(string call, int code, Func<int, string> describe)
    {
        Count++;
        if (Last is null || _last != (call, code))
        {
            _last = (call, code);
            Last = $"{call}: {describe(code)}";
        }
    }

    /// <summary>Counts a failure.</summary>
    /// <param name="message">It, in words.</param>
    public void Add(string message)
    {
        Count++;
        Last = message;
    }
}
