namespace LoadGen.Inference.Reading;

/// <summary>What a <c>delta</c> or <c>message</c> object, or several, carry.</summary>
internal struct Delta
{
    public OutputKinds Kinds;

    public int Bytes;

    /// <summary>How many of the bytes are <c>content</c>.</summary>
    public int ContentBytes;

    public void Add(OutputKinds kind, int bytes)
    {
        if (bytes > 0)
        {
            Kinds |= kind;
            Bytes += bytes;
        }
    }

    public void Add(Delta other)
    {
        Kinds |= other.Kinds;
        Bytes += other.Bytes;
        ContentBytes += other.ContentBytes;
    }
}
