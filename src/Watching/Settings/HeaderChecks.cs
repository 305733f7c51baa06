using LoadGen.Configuration;

namespace LoadGen.Watching.Settings;

/// <summary>What request headers may say. Their values are never shown.</summary>
internal static class HeaderChecks
{
    public static void Check(ProblemList problems, string path, IReadOnlyDictionary<string, string> headers)
    {
        foreach ((string name, string value) in headers)
        {
            string at = $"{path}.{name}";
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
            {
                problems.Add(at, "accepted: an HTTP field name, such as x-team");
            }
            else if (name.ToUpperInvariant() is "CONTENT-LENGTH" or "TRANSFER-ENCODING")
            {
                problems.Add(at, "the body's length is stated by this program; remove the header");
            }

            if (value.Any(char.IsControl))
            {
                problems.Add(at, "the value holds control characters; remove them");
            }
        }
    }
}
