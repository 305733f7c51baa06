using System.Globalization;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation.Handoffs;

/// <summary>
/// How long a prompt's cache is on its way, as the engine says that computed it. Every GPU of that engine sends its own part through its own
/// network adapter, all at once: the time is that of one GPU's part. It hangs on how prefill is spread over its GPUs, of which decode, which
/// waits for it, knows nothing but what stands here.
/// </summary>
internal static class KvWay
{
    private const string Fact = "way_us";
    private const double UsPerS = 1e6;

    /// <summary>Adds it to what is known of a hand-off; nothing where times are fixed ones.</summary>
    public static IReadOnlyDictionary<string, string> AddTo(IReadOnlyDictionary<string, string> facts, RooflineOptions? roofline, long tokens) => roofline is null
        ? facts
        : new Dictionary<string, string>(facts)
        {
            [Fact] = (RooflinePredictor.HandoffS(roofline.Deployment, tokens) * UsPerS).ToString("F0", CultureInfo.InvariantCulture),
        };

    /// <summary>Hands it on from one set of facts to another.</summary>
    public static void Copy(IReadOnlyDictionary<string, string> from, Dictionary<string, string> to)
    {
        if (from.TryGetValue(Fact, out string? wayUs))
        {
            to[Fact] = wayUs;
        }
    }

    /// <summary>s; null where prefill does not say.</summary>
    public static double? ReadS(ChannelMessage answer) =>
        long.TryParse(answer.Facts.GetValueOrDefault(Fact), NumberStyles.None, CultureInfo.InvariantCulture, out long wayUs) ? wayUs / UsPerS : null;
}
