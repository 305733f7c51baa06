namespace LoadGen.Routing.Admin;

/// <summary>What came of reading the configuration anew.</summary>
/// <param name="Applied">The new configuration is in force; else the old one still is.</param>
/// <param name="Messages">What has changed, or all that is wrong with the file; one line each.</param>
public sealed record ReloadOutcome(bool Applied, IReadOnlyList<string> Messages);
