namespace LoadGen.Sweeps.Continuous;

/// <summary>One line of <c>history/CONFIGURATION.jsonl</c>: a point that was measured.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Run">In which run.</param>
/// <param name="Point">The point.</param>
/// <param name="Fingerprint">Of what was measured.</param>
/// <param name="ImageDigest">Of the image that it was measured with; null where nobody knows.</param>
/// <param name="ExitCode">0, or 4 for a point that is not valid.</param>
/// <param name="Folder">Where it is, relative to the history's folder; gone when the run was thinned out.</param>
public sealed record HistoryLine(DateTimeOffset At, string Run, string Point, string Fingerprint, string? ImageDigest, int ExitCode, string Folder);
