using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Results;

/// <summary>How far the counts of output tokens agree, over completed requests.</summary>
/// <param name="Counted">Requests whose text we counted; 0 without a tokenizer.</param>
/// <param name="CountedOutput">Their output tokens by our count; null without any.</param>
/// <param name="UsageAgainstCounted">The server's usage against our count; null without any.</param>
/// <param name="UsageAgainstChunks">The server's usage against the chunks with output.</param>
/// <param name="RequestsWithChunkTokens">Requests in which every output chunk stated its tokens: their token gaps are exact.</param>
/// <param name="RequestsWithReasoning">Requests whose usage stated reasoning tokens.</param>
/// <param name="ReasoningTokens">Their reasoning tokens.</param>
public sealed record TokenTruthInfo(
    long Counted, long? CountedOutput, DisagreementInfo? UsageAgainstCounted, DisagreementInfo? UsageAgainstChunks,
    long RequestsWithChunkTokens, long RequestsWithReasoning, long ReasoningTokens)
{
    internal static TokenTruthInfo Of(TokenTruthTotals totals) => new(
        totals.Counted, totals.Counted > 0 ? totals.CountedTokens : null,
        DisagreementInfo.Of(totals.UsageAgainstCounted), DisagreementInfo.Of(totals.UsageAgainstChunks),
        totals.WithChunkTokens, totals.WithReasoning, totals.ReasoningTokens);
}

/// <summary>How far two counts of the same requests differ.</summary>
/// <param name="Requests">Requests that have both.</param>
/// <param name="Differing">Requests whose counts differ.</param>
/// <param name="Sum">First count − second, over all of them.</param>
/// <param name="Largest">The largest difference of one request, either way.</param>
public sealed record DisagreementInfo(long Requests, long Differing, long Sum, long Largest)
{
    /// <summary><see cref="Sum"/> / <see cref="Requests"/>.</summary>
    public double Mean => (double)Sum / Requests;

    internal static DisagreementInfo? Of(Disagreement d) => d.Requests == 0 ? null : new(d.Requests, d.Differing, d.Sum, d.Largest);
}
