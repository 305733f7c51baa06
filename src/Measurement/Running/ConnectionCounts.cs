namespace LoadGen.Measurement.Running;

/// <summary>Connections by what was connected to.</summary>
internal static class ConnectionCounts
{
    /// <summary>Those of all parts together.</summary>
    public static IReadOnlyDictionary<string, long> Sum(IEnumerable<IReadOnlyDictionary<string, long>> parts)
    {
        var sum = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string address, long count) in parts.SelectMany(part => part))
        {
            sum[address] = sum.GetValueOrDefault(address) + count;
        }

        return sum;
    }
}
