using System.Globalization;

namespace LoadGen.Transport.Loops;

/// <summary>What the kernel's scheduler says of a thread (<c>/proc/self/task/TID/schedstat</c>: ns run, ns waited for a core, turns).</summary>
internal static class ThreadSchedule
{
    /// <summary>ns the thread was ready to run but had no core; 0 where the kernel does not tell.</summary>
    public static long WaitNs(int threadId)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{threadId}/schedstat");
        return File.Exists(path) ? Parse(File.ReadAllText(path)) : 0;
    }

    internal static long Parse(string text)
    {
        string[] fields = text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length >= 2 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long ns) ? ns : 0;
    }
}
