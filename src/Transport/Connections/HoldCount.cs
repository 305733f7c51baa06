namespace LoadGen.Transport.Connections;

/// <summary>How many hold a resource; it is freed by the one who lets go last, and cannot be taken up again after that.</summary>
internal struct HoldCount()
{
    private int _count = 1;

    /// <summary>Holds it too; false when it has been freed.</summary>
    public bool TryAdd()
    {
        int count = Volatile.Read(ref _count);
        while (count > 0)
        {
            int seen = Interlocked.CompareExchange(ref _count, count + 1, count);
            if (seen == count)
            {
                return true;
            }

            count = seen;
        }

        return false;
    }

    /// <summary>Lets go; true when it was the last hold.</summary>
    public bool Release() => Interlocked.Decrement(ref _count) == 0;
}
