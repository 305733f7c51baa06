using System.Text.Json;
using LoadGen.Launching.Plans;

namespace LoadGen.Sweeps.Settings;

/// <summary>
/// Secrets among the further words for <c>loadgen bench</c>. Those words stand in every <c>point.json</c>, the file's copy and the changelog,
/// where no secret belongs. Problems name what holds one, never its value.
/// </summary>
internal static class BenchSecrets
{
    private const string Header = "--header";
    private const string ExtraBody = "--extra-body";

    /// <summary>What is wrong, and with which word.</summary>
    public static IEnumerable<(int Index, string Problem)> In(IReadOnlyList<string> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                continue;
            }

            // An option's value is the next word, or stands behind = or :.
            int end = words[i].IndexOfAny(['=', ':']);
            string option = end < 0 ? words[i] : words[i][..end];
            int at = end < 0 ? i + 1 : i;
            string value = end >= 0 ? words[i][(end + 1)..] : at < words.Count ? words[at] : "";
            if (ProblemOf(option, value) is { } problem)
            {
                yield return (Math.Min(at, words.Count - 1), problem);
            }
        }
    }

    private static string? ProblemOf(string option, string value)
    {
        if (option == Header)
        {
            string name = value.Split(':', 2)[0].Trim();
            return SecretName.Is(name) ? $"the header {name} is a secret, which would be written into results; accepted: --api-key-env VAR or --api-key-file FILE" : null;
        }

        if (option == ExtraBody)
        {
            return SecretIn(value) is { } field ? $"the field '{field}' is a secret, which would be written into results; accepted: --api-key-env VAR, --api-key-file FILE, or --extra-body @FILE" : null;
        }

        return SecretName.Is(option) ? $"{option} takes a secret, which would be written into results; accepted: --api-key-env VAR or --api-key-file FILE" : null;
    }

    private static string? SecretIn(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return SecretIn(document.RootElement, null);
        }
        catch (JsonException)
        {
            // @FILE, whose content is written nowhere; or what bench will refuse.
            return null;
        }
    }

    // The name of the secret that the element is, or holds. Numbers and switches hide nothing.
    private static string? SecretIn(JsonElement element, string? secret) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(field => SecretIn(field.Value, SecretName.Is(field.Name) ? field.Name : secret)).FirstOrDefault(name => name is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(item => SecretIn(item, secret)).FirstOrDefault(name => name is not null),
        JsonValueKind.String => SecretName.IsSwitch(element.GetString()!) ? null : secret,
        _ => null,
    };
}
