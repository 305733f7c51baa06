namespace LoadGen.Routing.Admission;

/// <summary>How often something happened in the last seconds. Thread-safe, without locks.</summary>
/// <remarks>
/// One slot for each second; the newest is under way, so the window is up to a second shorter than it says. A slot is one number, its
/// second above its count, and so starts over in the step that first counts in it.
/// </remarks>
internal sealed class SlidingCount(TimeProvider time, int windowS)
{
    private readonly long[] _slots = new long[windowS];
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>The window, seconds.</summary>
    public int WindowS => windowS;

    public void Add()
    {
        long second = Second();
        ref long slot = ref _slots[second % windowS];
        long seen = Volatile.Read(ref slot);
        while (true)
        {
            long next = seen >> 32 == second ? seen + 1 : (second << 32) + 1;
            long was = Interlocked.CompareExchange(ref slot, next, seen);
            if (was == seen)
            {
                return;
            }

            seen = was;
        }
    }

    public long Sum()
    {
        long second = Second();
        long sum = 0;
        for (int i = 0; i < _slots.Length; i++)
        {
            long slot = Volatile.Read(ref _slots[i]);
            sum += second - (slot >> 32) < windowS ? slot & uint.MaxValue : 0;
        }

        return sum;
    }

    private long Second() => (long)time.GetElapsedTime(_startedAt).TotalSeconds;
}
