namespace LoadGen.Sweeps.Running;

/// <summary>What a run of a sweep came to.</summary>
public sealed record SweepOutcome
{
    /// <summary>Points measured in this run, those that are not valid too.</summary>
    public int Done { get; init; }

    /// <summary>Points that an earlier run had finished.</summary>
    public int Kept { get; init; }

    /// <summary>Points, of this run or kept, whose client could not keep up.</summary>
    public int Invalid { get; init; }

    /// <summary>Points that failed, or whose engine did.</summary>
    public int Failed { get; init; }

    /// <summary>Points that were not begun: after a failure without <c>--keep-going</c>, or an interruption.</summary>
    public int NotBegun { get; init; }

    /// <summary>Evaluations that failed or were not asked, of points that are measured.</summary>
    public int EvalsFailed { get; init; }

    /// <summary>It was ended from outside.</summary>
    public bool WasInterrupted { get; init; }

    /// <summary>Every failure is of an engine that did not come to serve.</summary>
    public bool OnlyEnginesFailed { get; init; }

    /// <summary>Something that was started could not be ended.</summary>
    public bool LeftSomething { get; init; }

    /// <summary>Every point is measured, or was, and evaluated as it should be.</summary>
    public bool IsComplete => Failed == 0 && EvalsFailed == 0 && NotBegun == 0 && !WasInterrupted && !LeftSomething;
}
