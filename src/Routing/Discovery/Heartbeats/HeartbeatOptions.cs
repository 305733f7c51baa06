using System.Net;
using LoadGen.Routing.Settings;

namespace LoadGen.Routing.Discovery.Heartbeats;

/// <summary>Where workers register themselves, and what they may do there.</summary>
public sealed record HeartbeatOptions
{
    /// <summary>Where to listen; port 0 takes a free one.</summary>
    public required IPEndPoint Endpoint { get; init; }

    /// <summary>How long a silent worker stays registered.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The transfer mode that workers must announce: <c>READ</c> or <c>WRITE</c> for MoRI-IO, whose two modes are two protocols; empty for
    /// P2pNccl, which has none.
    /// </summary>
    public string TransferMode { get; init; } = "";

    /// <summary>Connections at one time; more are closed at once.</summary>
    public int ConnectionsMax { get; init; } = 4_096;

    /// <summary>Workers at one time.</summary>
    public int WorkersMax { get; init; } = 4_096;

    /// <summary>Largest message. A registration has some 200 bytes.</summary>
    public int MessageBytesMax { get; init; } = 65_536;

    /// <summary>Time for the handshake.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection without a message for so long is closed.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The options of settings that have been read and checked.</summary>
    public static HeartbeatOptions Of(HeartbeatSection section, string? protocol)
    {
        ArgumentNullException.ThrowIfNull(section);
        return new HeartbeatOptions
        {
            Endpoint = ListenAddress.Parse(section.Listen),
            Ttl = TimeSpan.FromSeconds(section.TtlS),
            SilenceTimeout = TimeSpan.FromSeconds(Math.Max(60, 10 * section.TtlS)),
            TransferMode = protocol switch { "moriio-read" => "READ", "moriio-write" => "WRITE", _ => "" },
        };
    }
}

/// <summary>A peer that was turned away, or a message of it.</summary>
/// <param name="Peer">Its address.</param>
/// <param name="Reason">What was wrong, and where it helps what would be right.</param>
public sealed record HeartbeatRefusal(EndPoint? Peer, string Reason);
