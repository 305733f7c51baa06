using System.Net;
using LoadGen.Measurement.Host;

namespace LoadGen.Measurement.Calibration;

/// <summary>How many streams a host has room for when client and server both run on it.</summary>
public static class StreamRoom
{
    /// <summary>Files that each of the two processes has open besides its streams, generously: the server's runtime alone holds some 200.</summary>
    public const int OwnFiles = 512;

    // 1.5 million tok/s at 50 tok/s a stream are 30,000 streams; twice that is beyond what a host was seen to sustain.
    private const int MostWorthTrying = 64_000;

    /// <summary>The most streams that the limit on open files leaves room for, up to 64,000.</summary>
    public static int Most(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.OpenFiles() is { } limit ? (int)Math.Clamp(limit.Hard - OwnFiles, 1, MostWorthTrying) : MostWorthTrying;
    }

    /// <summary>
    /// Loopback addresses to connect from, so that the local ports suffice: all of 127.0.0.0/8 is this host. Empty where the kernel's own choice
    /// has ports enough.
    /// </summary>
    public static IReadOnlyList<IPAddress> Sources(int streams, IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (PortRange.Count(host) is not (> 0 and var ports) || streams <= ports)
        {
            return [];
        }

        // 127.0.0.1 to 127.0.0.254: with the narrowest range still thousands of streams.
        int needed = Math.Min(254, (streams + ports - 1) / ports);
        return [.. Enumerable.Range(1, needed).Select(last => new IPAddress([127, 0, 0, (byte)last]))];
    }
}
