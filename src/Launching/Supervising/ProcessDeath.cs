namespace LoadGen.Launching.Supervising;

/// <summary>A process of an engine has ended.</summary>
/// <param name="Process">Which one.</param>
/// <param name="Status">How; null where only its parent was told.</param>
/// <param name="IsFailure">The engine is no longer whole: <see cref="DeathJudge"/>.</param>
public sealed record ProcessDeath(WatchedProcess Process, ExitStatus? Status, bool IsFailure);
