namespace LoadGen.Inference.Reading;

/// <summary>What a <c>delta</c> or <c>message</c> object, or several, carry.</summary>
internal struct Delta
{
    public OutputKinds Kinds;

    public int Bytes;

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
    }
}
