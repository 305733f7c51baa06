using System.Globalization;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;

namespace LoadGen.Simulation.Handoffs;

/// <summary>What stays the same for all requests of a role, once its channel listens.</summary>
/// <param name="Options">As configured.</param>
/// <param name="Channel">Where peers reach the engine; null where they do not.</param>
/// <param name="Seed">The engine's seed.</param>
internal sealed record HandoffSettings(HandoffOptions Options, HostPort? Channel, long Seed)
{
    /// <summary>The engine's id at a rank.</summary>
    public string EngineIdOf(int rank)
    {
        string id = Options.EngineId ?? $"sim-{HandoffNames.NameOf(Options.Role)}-{(Channel is { } c ? c.ToString() : "local")}";
        return Options.DpSize == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}_dp{rank}");
    }

    /// <summary>The rank that the header names; else ranks take turns.</summary>
    /// <exception cref="EngineErrorException">It is no rank of this engine.</exception>
    public int RankOf(LegCall call)
    {
        string header = call.Http.Request.Headers[HandoffFields.DataParallelRankHeader].ToString();
        if (header.Length == 0)
        {
            return (int)(call.Work.Identity.Ordinal % Options.DpSize);
        }

        if (!int.TryParse(header, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int rank))
        {
            throw new EngineErrorException(400, $"{HandoffFields.DataParallelRankHeader} must be an integer");
        }

        return rank >= 0 && rank < Options.DpSize
            ? rank
            : throw new EngineErrorException(400, $"data_parallel_rank {rank} is out of range [0, {Options.DpSize}).");
    }
}
