namespace LoadGen.EndToEnd.Routing;

/// <summary>Requests that several tests send.</summary>
internal static class Ask
{
    public const string CompletionPath = "/v1/completions";

    public const string Short = """{"model":"sim","prompt":"one two three","max_tokens":3}""";

    /// <summary>A stream of so many tokens.</summary>
    public static string Stream(int tokens) => "{\"model\":\"sim\",\"prompt\":\"one two three\",\"stream\":true,\"max_tokens\":" + tokens + "}";
}
