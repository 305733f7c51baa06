namespace LoadGen.Routing.Discovery.Zmtp;

/// <summary>Why a connection was given up. A closed set.</summary>
public enum ZmtpFailure
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The first bytes are not ZMTP's signature.</summary>
    NotZmtp,

    /// <summary>The peer speaks ZMTP 2 or older (libzmq before 4.0).</summary>
    OldVersion,

    /// <summary>The peer wants PLAIN, CURVE or another mechanism than NULL.</summary>
    OtherMechanism,

    /// <summary>A frame with reserved flags, or a command that goes on in another frame.</summary>
    BadFlags,

    /// <summary>A frame, or a message of several, larger than the limit.</summary>
    TooLarge,

    /// <summary>Not READY where READY must come, or an ill-formed command.</summary>
    BadCommand,

    /// <summary>The peer is neither DEALER, REQ nor ROUTER.</summary>
    OtherSocketType,

    /// <summary>The peer sent ERROR.</summary>
    PeerError,
}
