namespace LoadGen.Telemetry.Sources;

/// <summary>Counts what failed. The words are put together when they are asked for, so that a GPU that fails costs no allocation.</summary>
internal sealed class SourceErrors
{
    private string _last = "";
    private int _code;
    private Func<int, string>? _describe;

    /// <summary>Failures so far.</summary>
    public long Count { get; private set; }

    /// <summary>The last, in words; null when there was none.</summary>
    public string? Last => Count == 0 ? null : _describe is null ? _last : $"{_last}: {_describe(_code)}";

    /// <summary>Counts a failed call.</summary>
    /// <param name="call">Its name.</param>
    /// <param name="code">What it returned.</param>
    /// <param name="describe">The code in words.</param>
    public void Add(string call, int code, Func<int, string> describe)
    {
        Count++;
        (_last, _code, _describe) = (call, code, describe);
    }

    /// <summary>Counts a failure.</summary>
    /// <param name="message">It, in words.</param>
    public void Add(string message)
    {
        Count++;
        (_last, _describe) = (message, null);
    }
}
