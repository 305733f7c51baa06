namespace LoadGen.Tidy.Reading;

/// <summary>One breach of a rule: where, and what would be right.</summary>
public sealed record Finding(string Path, int Line, string Message)
{
    public override string ToString() => $"{Path}:{Line}: {Message}";

    /// <summary>Fails with one line a finding, as editors and terminals make them clickable.</summary>
    public static void AssertNone(IEnumerable<Finding> findings)
    {
        Finding[] all = [.. findings.OrderBy(finding => finding.Path, StringComparer.Ordinal).ThenBy(finding => finding.Line)];
        Assert.True(all.Length == 0, $"{all.Length} to tidy:\n{string.Join('\n', all.Select(finding => finding.ToString()))}");
    }
}
