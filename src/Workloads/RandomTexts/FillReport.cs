namespace LoadGen.Workloads.RandomTexts;

/// <summary>What sampling ahead came to.</summary>
/// <param name="Sampled">Prompts that are ready.</param>
/// <param name="Exact">Of these, the ones that have the very length asked for.</param>
/// <param name="MismatchSum">Their tokens − tokens asked for, over all of them.</param>
/// <param name="IsAll">All prompts that were named are ready, and stay so.</param>
public sealed record FillReport(long Sampled, long Exact, long MismatchSum, bool IsAll);
