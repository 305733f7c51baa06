using System.Globalization;
using LoadGen.Transport.Connections;

namespace LoadGen.Transport.Http;

/// <summary>The time limits of a request, in ns, and the words for each.</summary>
internal sealed class Deadlines(TransportOptions options)
{
    /// <summary>No byte of the response has come yet.</summary>
    public const long NoByteYet = long.MinValue;

    /// <summary>In the place of the last byte's time: nobody is waiting for bytes.</summary>
    public const long Paused = long.MaxValue;

    private readonly long _firstByteNs = Ns(options.FirstByteTimeout);
    private readonly long _stallNs = Ns(options.StallTimeout);
    private readonly long _requestNs = Ns(options.RequestTimeout);

    /// <summary>The shortest limit, in ns; <see cref="long.MaxValue"/> when nothing can expire.</summary>
    public long ShortestNs => Math.Min(_firstByteNs, Math.Min(_stallNs, _requestNs));

    /// <summary>The limit that has been passed, or null.</summary>
    /// <param name="nowNs">The time.</param>
    /// <param name="startNs">When the request was sent.</param>
    /// <param name="lastByteNs">When bytes of the response came last, or <see cref="NoByteYet"/>.</param>
    public TransportError? Expired(long nowNs, long startNs, long lastByteNs) =>
        nowNs - startNs > _requestNs ? TransportError.RequestTimeout
        : lastByteNs == NoByteYet ? (nowNs - startNs > _firstByteNs ? TransportError.FirstByteTimeout : null)
        : lastByteNs != Paused && nowNs - lastByteNs > _stallNs ? TransportError.StallTimeout
        : null;

    /// <summary>Until when a request cannot pass a limit, whatever arrives: a first byte, too, that comes right after the look, and nothing since.</summary>
    /// <param name="startNs">When the request was sent.</param>
    /// <param name="lastByteNs">When bytes of the response came last, or <see cref="NoByteYet"/>.</param>
    public long SafeUntilNs(long startNs, long lastByteNs) => Math.Min(
        After(startNs, _requestNs),
        lastByteNs == NoByteYet ? After(startNs, Math.Min(_firstByteNs, _stallNs))
            : lastByteNs == Paused ? long.MaxValue
            : After(lastByteNs, _stallNs));

    /// <summary>A time so much later; never when the limit is none.</summary>
    public static long After(long startNs, long limitNs) => limitNs == long.MaxValue ? long.MaxValue : startNs + limitNs;

    /// <summary>Words for a connection that this side ended.</summary>
    public string Describe(TransportError reason) => reason switch
    {
        TransportError.FirstByteTimeout => $"no byte of the response within {Seconds(options.FirstByteTimeout)} of the send (first-byte limit)",
        TransportError.StallTimeout => $"the response stopped for more than {Seconds(options.StallTimeout)} (stall limit)",
        TransportError.RequestTimeout => $"the request took more than {Seconds(options.RequestTimeout)} (request limit)",
        _ => "the request was stopped by this side",
    };

    private static long Ns(TimeSpan? limit) => limit is { } l && l < TimeSpan.FromDays(10_000) ? l.Ticks * 100 : long.MaxValue;

    private static string Seconds(TimeSpan? limit) => string.Create(CultureInfo.InvariantCulture, $"{limit!.Value.TotalSeconds:0.###} s");
}
