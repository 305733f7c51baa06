using System.Globalization;

namespace LoadGen.Measurement.Host;

/// <summary>Lists of processors as the kernel and <c>taskset -c</c> write them.</summary>
/// <remarks>Grammar: <c>list = part *( "," part ); part = number [ "-" number ]</c>.</remarks>
public static class CpuList
{
    // Far above any host's; keeps a slip of the keyboard from filling the memory.
    private const int HighestCpu = 8191;

    /// <summary>Reads a list.</summary>
    /// <returns>The processors in ascending order, each once; null when the text is no list.</returns>
    public static IReadOnlyList<int>? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cpus = new SortedSet<int>();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Trim().Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out int first) || !TryNumber(ends[^1], out int last) || last < first)
            {
                return null;
            }

            cpus.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return [.. cpus];
    }

    /// <summary>Writes a list: <c>0-3,8</c>.</summary>
    public static string Format(IReadOnlyList<int> cpus)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        var parts = new List<string>();
        for (int i = 0; i < cpus.Count; i++)
        {
            int first = cpus[i];
            while (i + 1 < cpus.Count && cpus[i + 1] == cpus[i] + 1)
            {
                i++;
            }

            parts.Add(first == cpus[i] ? FormattableString.Invariant($"{first}") : FormattableString.Invariant($"{first}-{cpus[i]}"));
        }

        return string.Join(',', parts);
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= HighestCpu;
}
