using LoadGen.Measurement.Recording;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Datasets.Reuse;
using LoadGen.Workloads.Sessions;

namespace LoadGen.Measurement.Results;

/// <summary>What a prefix cache without bounds would have found of a run's turns, computed after it from the dataset.</summary>
/// <param name="HitRate">Hit tokens / prompt tokens; null where nothing can be said.</param>
/// <param name="BlockTokens">Tokens of a block.</param>
/// <param name="Absent">Why nothing can be said.</param>
internal sealed record TheoreticalReuse(double? HitRate, int? BlockTokens, string? Absent)
{
    public static TheoreticalReuse Of(ConversationSource source, SessionTotals totals)
    {
        var reuse = new SessionReuse(source);
        try
        {
            foreach (SentTurn turn in totals.SentInOrder())
            {
                reuse.Add(turn.Session, turn.Turn, turn.PromptTokens);
            }
        }
        catch (DatasetFormatException e)
        {
            // The run is over and its figures stand; only this one is lost.
            return new TheoreticalReuse(null, null, "the dataset cannot be read any more: " + e.Message);
        }

        return reuse.Result is PrefixCacheResult result
            ? new TheoreticalReuse(result.HitRate, result.BlockTokens, null)
            : new TheoreticalReuse(null, null, reuse.Absence ?? Nothing(source));
    }

    private static string Nothing(ConversationSource source) => source.Content == PromptContent.Messages
        ? "no prompt fills a block"
        : "the dataset says nothing of what its prompts share";
}
