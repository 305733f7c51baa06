namespace LoadGen.Transport.Loops;

/// <summary>Gets what arrives on a socket. All calls come on the loop's thread.</summary>
internal interface ISocketReceiver
{
    /// <summary>Bytes arrived.</summary>
    /// <param name="bytes">They; valid only during the call.</param>
    /// <param name="stampNs">The instant that stands for their arrival, by the loop's clock.</param>
    void OnData(ReadOnlyMemory<byte> bytes, long stampNs);

    /// <summary>The peer has closed its side; nothing more will come.</summary>
    /// <param name="stampNs">When it was seen.</param>
    void OnEnd(long stampNs);

    /// <summary>The socket failed; nothing more will come.</summary>
    /// <param name="error">The system's error number.</param>
    void OnFailure(int error);
}
