namespace LoadGen.Sweeps.Running;

/// <summary>What a child of this program said last of itself.</summary>
internal static class LastWords
{
    private const string Mark = "loadgen: ";

    /// <summary>The last message in its log.</summary>
    public static string Of(string log)
    {
        string? last = File.Exists(log) ? File.ReadLines(log).LastOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal)) : null;
        return last?[Mark.Length..] ?? "it said nothing";
    }
}
