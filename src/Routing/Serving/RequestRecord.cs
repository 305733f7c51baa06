using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Pairs;
using LoadGen.Transport.Timing;

namespace LoadGen.Routing.Serving;

/// <summary>What is known of a client's request: gathered while it is served, counted and logged at its end.</summary>
internal sealed class RequestRecord
{
    /// <summary>When its head was read.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Likewise, in ns of the monotonic clock.</summary>
    public required long StartNs { get; init; }

    /// <summary>What everybody calls it.</summary>
    public required string RequestId { get; init; }

    /// <summary>Its place in a trace.</summary>
    public required RequestTrace Trace { get; init; }

    /// <summary>The API's name.</summary>
    public required string Api { get; init; }

    /// <summary>The model asked for.</summary>
    public string? Model { get; set; }

    /// <summary>How it ended; see <see cref="RequestOutcome"/>.</summary>
    public string Outcome { get; set; } = RequestOutcome.RouterDefect;

    /// <summary>What went wrong, in the router's words.</summary>
    public string? Error { get; set; }

    /// <summary>The name of the client's key.</summary>
    public string? KeyName { get; set; }

    /// <summary>How long it waited for its turn, in ns; −1 when it did not come so far.</summary>
    public long QueueNs { get; set; } = -1;

    /// <summary>What its pair came to; null where none served it.</summary>
    public PairRecord? Pair { get; private set; }

    /// <summary>The worker that YARP asked last; null where it asked none.</summary>
    public ProxiedTo? Proxied { get; private set; }

    /// <summary>The monotonic clock.</summary>
    public static long NowNs => MonotonicClock.Instance.NowNs;

    /// <summary>YARP asks a worker.</summary>
    public void Serve(in Policies.Pick pick, int attempt) => Proxied = new ProxiedTo(pick.Worker!.Id, pick.Reason, attempt);

    /// <summary>Takes over what its pair came to.</summary>
    public void Take(PairRecord pair)
    {
        Pair = pair;
        Outcome = RequestOutcome.Of(pair.Result!);
        Error = pair.Result!.Error?.Message;
    }
}

/// <summary>Where YARP sent a request.</summary>
/// <param name="Worker">The worker's id.</param>
/// <param name="Reason">Why the policy chose it.</param>
/// <param name="Attempts">How many were asked, with this one.</param>
internal sealed record ProxiedTo(string Worker, string Reason, int Attempts);
