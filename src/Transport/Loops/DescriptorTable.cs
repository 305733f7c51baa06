using LoadGen.Transport.Loops.Native;

namespace LoadGen.Transport.Loops;

/// <summary>The kernel's table of this process's open files.</summary>
/// <remarks>
/// It begins with 64 places and doubles when it is full. In a process of several threads each doubling waits until every core has passed
/// a quiet moment (RCU), 10 to 25 ms in which no thread can open a socket: streams that begin would find their loop asleep.
/// </remarks>
public static class DescriptorTable
{
    // Fewer are not worth a call: the table begins with so many.
    private const int InitialPlaces = 64;

    /// <summary>Lets the table grow once, before it is needed.</summary>
    /// <param name="count">Descriptors that will be open at once; where the limit on open files (RLIMIT_NOFILE) is lower, about half of it at least.</param>
    /// <returns>Places that the table has at least.</returns>
    public static int Reserve(int count)
    {
        int original = Libc.EventFd(0, Libc.EventFdCloseOnExec);
        int highest = -1;
        int places = count;
        while (places > InitialPlaces && (highest = Libc.DuplicateFrom(original, Libc.DuplicateCloseOnExec, places - 1)) < 0)
        {
            places /= 2;
        }

        _ = Libc.Close(highest);
        _ = Libc.Close(original);
        return Math.Max(places, InitialPlaces);
    }
}
