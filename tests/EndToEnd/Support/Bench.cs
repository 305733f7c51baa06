namespace LoadGen.EndToEnd.Support;

/// <summary>Command lines of <c>loadgen bench</c> for servers of this suite.</summary>
internal static class Bench
{
    /// <summary>Tokens that <see cref="Quick"/> asks for.</summary>
    public const int QuickTokens = 3;

    private static readonly (string Option, string Value)[] s_defaults =
        [("--model", "sim"), ("--isl", "4"), ("--osl", $"{QuickTokens}"), ("--warmup", "0"), ("--progress", "none")];

    /// <summary>Short prompts, three tokens, one stream, no warm-up, no progress, on a machine that may be too busy to measure on, unless <paramref name="more"/> says otherwise.</summary>
    public static string[] Quick(string url, string output, params string[] more) =>
    [
        "bench", "--url", url, "--output", output, "--allow-invalid",
        .. s_defaults.Where(d => !more.Contains(d.Option)).SelectMany(d => new[] { d.Option, d.Value }),
        .. more,
    ];
}
