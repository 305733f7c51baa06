namespace LoadGen.Sweeps.Running;

/// <summary>Counts, from several threads.</summary>
internal sealed class SweepTally
{
    private readonly Lock _lock = new();
    private int _done;
    private int _kept;
    private int _invalid;
    private int _failed;
    private int _engineFailed;
    private int _evalsFailed;
    private bool _hasLeft;

    /// <summary>Something has failed.</summary>
    public bool HasFailed
    {
        get
        {
            lock (_lock)
            {
                return _failed > 0;
            }
        }
    }

    public void AddKept(bool isValid)
    {
        lock (_lock)
        {
            _kept++;
            _invalid += isValid ? 0 : 1;
        }
    }

    public void AddDone(bool isValid)
    {
        lock (_lock)
        {
            _done++;
            _invalid += isValid ? 0 : 1;
        }
    }

    public void AddFailed(int count, bool isEngines)
    {
        lock (_lock)
        {
            _failed += count;
            _engineFailed += isEngines ? count : 0;
        }
    }

    public void AddEvalsFailed(int count)
    {
        lock (_lock)
        {
            _evalsFailed += count;
        }
    }

    public void AddLeft()
    {
        lock (_lock)
        {
            _hasLeft = true;
        }
    }

    public SweepOutcome Outcome(int planned, bool wasInterrupted)
    {
        lock (_lock)
        {
            return new SweepOutcome
            {
                Done = _done,
                Kept = _kept,
                Invalid = _invalid,
                Failed = _failed,
                NotBegun = planned - _done - _kept - _failed,
                EvalsFailed = _evalsFailed,
                WasInterrupted = wasInterrupted,
                OnlyEnginesFailed = _failed > 0 && _evalsFailed == 0 && _failed == _engineFailed,
                LeftSomething = _hasLeft,
            };
        }
    }
}
