using LoadGen.Measurement.Timelines;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Probing;
using LoadGen.Watching.Running;

namespace LoadGen.Watching.Tests.Support;

/// <summary>Endpoints that answer at once, as a script says, and remember what they were asked.</summary>
internal sealed class Probes(TimeProvider time, string[] endpoints, Func<ProbeOrder, ProbeRecord, ProbeRecord>? script = null) : IEndpointProbe
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What was asked, in its order.</summary>
    public List<ProbeOrder> Asked { get; } = [];

    /// <summary>How long an answer takes; zero for at once.</summary>
    public TimeSpan Takes { get; set; }

    /// <summary>A probe that completed.</summary>
    public static ProbeRecord Good(string endpoint, DateTimeOffset at, long round = 0, int prompt = 0) => new()
    {
        At = at,
        Endpoint = endpoint,
        Round = round,
        Prompt = prompt,
        Due = at,
        Outcome = Outcomes.Name(Outcome.Completed),
        Status = 200,
        ConnectMs = 1,
        TtftMs = 100,
        TtftIntendedMs = 102,
        TpotMs = 10,
        ItlMaxMs = 20,
        ItlP99Ms = 20,
        E2eMs = 130,
        E2eIntendedMs = 132,
        InputTokens = 16,
        RequestedInputTokens = 16,
        OutputTokens = 4,
    };

    /// <summary>The same, failed.</summary>
    public static ProbeRecord Bad(ProbeRecord probe, Outcome outcome = Outcome.Status5xx) =>
        probe with { Outcome = Outcomes.Name(outcome), Status = 503, Error = "busy", TtftMs = null, TpotMs = null, E2eMs = null };

    public async Task<ProbeRecord> AskAsync(ProbeOrder order, CancellationToken cancellation)
    {
        Asked.Add(order);
        if (Takes > TimeSpan.Zero && !await Waiting.ForAsync(time, Takes, cancellation))
        {
            return Bad(Good(endpoints[order.Endpoint], time.GetUtcNow(), order.Round, order.Prompt), Outcome.Cancelled);
        }

        ProbeRecord good = Good(endpoints[order.Endpoint], time.GetUtcNow(), order.Round, order.Prompt) with { Due = order.Due };
        return script is null ? good : script(order, good);
    }
}
