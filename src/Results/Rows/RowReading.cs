namespace LoadGen.Results.Rows;

/// <summary>What came out of files or folders.</summary>
/// <param name="Rows">The rows, flagged ones included.</param>
/// <param name="Problems">What could not be read as a row, one line each: where, and why.</param>
public sealed record RowReading(IReadOnlyList<ResultRow> Rows, IReadOnlyList<string> Problems)
{
    /// <summary>Both together; a row that is in both stays once.</summary>
    public RowReading With(RowReading other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new RowReading([.. Rows.Concat(other.Rows).DistinctBy(row => row.Id)], [.. Problems, .. other.Problems]);
    }
}
