namespace LoadGen.Routing.Health;

/// <summary>The last outcomes of a worker: how many of them in a row, and what part, were failures. Not thread-safe.</summary>
internal sealed class OutcomeWindow
{
    private readonly BreakerSettings _settings;
    private readonly bool[] _failed;
    private readonly int _failuresToOpen;
    private int _next;
    private int _count;
    private int _failures;
    private int _inARow;

    public OutcomeWindow(BreakerSettings settings)
    {
        _settings = settings;
        _failed = new bool[settings.Window];
        // 0.3 of 10 is 3.0000000000000004 in doubles: what is meant is 3.
        _failuresToOpen = Math.Max(1, (int)Math.Ceiling((settings.FailureRate * settings.Window) - 1e-9));
    }

    /// <summary>Counts an outcome. True: it is enough to open the breaker.</summary>
    public bool Add(bool failed)
    {
        _inARow = failed ? _inARow + 1 : 0;
        Remember(failed);
        return failed && (TooManyInARow() || TooLargeAPart());
    }

    public void Clear()
    {
        Array.Clear(_failed);
        (_next, _count, _failures, _inARow) = (0, 0, 0, 0);
    }

    private void Remember(bool failed)
    {
        if (_failed.Length == 0)
        {
            return;
        }

        if (_count < _failed.Length)
        {
            _count++;
        }
        else if (_failed[_next])
        {
            _failures--;
        }

        _failed[_next] = failed;
        _failures += failed ? 1 : 0;
        _next = (_next + 1) % _failed.Length;
    }

    private bool TooManyInARow() => _settings.FailuresToOpen > 0 && _inARow >= _settings.FailuresToOpen;

    // A part of a few outcomes says little: only a full window is judged.
    private bool TooLargeAPart() => _failed.Length > 0 && _count == _failed.Length && _failures >= _failuresToOpen;
}
