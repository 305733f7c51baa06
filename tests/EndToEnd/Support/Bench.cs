namespace LoadGen.EndToEnd.Support;

/// <summary>Command lines of <c>loadgen bench</c> for servers of this suite.</summary>
internal static class Bench
{
    /// <summary>Tokens that <see cref="Quick"/> asks for.</summary>
    public const int QuickTokens = 3;

    /// <summary>Short prompts, three tokens, one stream, no warm-up, no progress. Give later options to change the rest.</summary>
    public static string[] Quick(string url, string output, params string[] more) =>
    [
        "bench", "--url", url, "--model", "sim", "--isl", "4", "--osl", $"{QuickTokens}", "--warmup", "0", "--progress", "none", "--output", output,
        .. more,
    ];
}
