namespace LoadGen.Serving;

/// <summary>What became of bytes handed over.</summary>
public enum SendOutcome
{
    /// <summary>The kernel has them, or will without anyone waiting.</summary>
    Sent,

    /// <summary>They will be sent, but no more may follow until <see cref="IStreamOutput.OnWritable"/>'s callback.</summary>
    Full,

    /// <summary>The connection is gone.</summary>
    Closed,
}

/// <summary>Where a stream's bytes go. Never blocks.</summary>
public interface IStreamOutput
{
    /// <summary>Takes all of the bytes.</summary>
    SendOutcome Send(ReadOnlySpan<byte> bytes);

    /// <summary>After <see cref="SendOutcome.Full"/>: calls once when more may be sent, or when the connection is gone.</summary>
    void OnWritable(Action callback);
}
