using LoadGen.Measurement.Recording;
using LoadGen.Workloads;
using LoadGen.Workloads.RandomTexts;

namespace LoadGen.Measurement.Results;

/// <summary>How far the lengths of prompts agree, over completed requests.</summary>
/// <param name="TemplateTokens">Tokens of the chat template that each length holds; null where no template is counted.</param>
/// <param name="ClientAgainstTarget">The client's count against the length that was aimed at; null where prompts are not made to have one.</param>
/// <param name="UsageAgainstTarget">The server's prompt tokens against the same.</param>
/// <param name="UsageAgainstClient">The server's prompt tokens against the client's count.</param>
public sealed record InputTruthInfo(
    int? TemplateTokens, DisagreementInfo? ClientAgainstTarget, DisagreementInfo? UsageAgainstTarget, DisagreementInfo? UsageAgainstClient)
{
    internal static InputTruthInfo Of(InputTruthTotals totals, Workload workload) => new(
        workload is RandomTextWorkload { CountsTemplate: true } text ? text.TemplateTokens : null,
        DisagreementInfo.Of(totals.ClientAgainstTarget), DisagreementInfo.Of(totals.UsageAgainstTarget), DisagreementInfo.Of(totals.UsageAgainstClient));
}
