using System.Runtime;

namespace LoadGen.Measurement.Running;

/// <summary>
/// Holds garbage collections off while thousands of streams begin: what they allocate lives as long as they do, so that a collection in
/// that moment finds everything alive, and stops the world for 80 ms at 16,000 streams. Ends by itself when its memory is used up.
/// </summary>
internal sealed class CollectionHold : IDisposable
{
    // A stream takes 5.5 KB and the marks of its request, 32 KB at most; a phase 13 MB, most of it histograms, which are large objects;
    // each further request 1.8 KB. What is not used is never touched, and costs no memory.
    private const long BaseBytes = 64L << 20;

    // Under a schedule no number of streams begins at once: the hold covers the first ones, and the garbage of the rest is not let grow to
    // 64 MB (22 MB in a trace of 12,000 requests).
    private const long ScheduledBaseBytes = 16L << 20;
    private const long LargeObjectBytes = 128L << 20;
    private const long BytesPerStream = 40L << 10;

    // Of the memory that the process may have.
    private const long MostShare = 4;

    // The runtime knows one hold a process.
    private static int s_isHeld;

    private bool _isHolding;

    /// <summary>Collects what went before, and holds off what would come until so many streams have begun.</summary>
    /// <param name="streams">How many begin at once; 0 under a schedule.</param>
    public CollectionHold(long streams)
    {
        if (Interlocked.Exchange(ref s_isHeld, 1) != 0)
        {
            return;
        }

        _isHolding = true;
        long most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MostShare;
        long largeObjects = Math.Min(LargeObjectBytes, most / 2);
        long bytes = Math.Min((streams > 0 ? BaseBytes : ScheduledBaseBytes) + LargeObjectBytes + (streams * BytesPerStream), most);

        // False where the memory cannot be had: collections come when they must, as they do after the hold.
        try
        {
            _ = GC.TryStartNoGCRegion(bytes, largeObjects);
        }
        catch (InvalidOperationException)
        {
            // The collection that ended the hold before is still under way: the run goes on without one.
            _isHolding = false;
            Volatile.Write(ref s_isHeld, 0);
        }
    }

    /// <summary>Collections may come again.</summary>
    public void Dispose()
    {
        if (!_isHolding)
        {
            return;
        }

        _isHolding = false;
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            try
            {
                GC.EndNoGCRegion();
            }
            catch (InvalidOperationException) when (GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
            {
                // Used up by another thread just now, which ended it.
            }
        }

        Volatile.Write(ref s_isHeld, 0);
    }
}
