using System.Diagnostics.CodeAnalysis;

namespace LoadGen.Transport.Connections;

/// <summary>
/// A URL that names a Unix socket where others name a host, as nginx writes it: <c>http://unix:/run/engine.sock:/v1</c>. Grammar:
/// <c>("http" / "https") "://unix:" path [":" [path-and-query]]</c>, with an absolute path that holds no <c>:/</c>.
/// </summary>
public static class UnixSocketUrl
{
    // As Docker's clients do: a Host header must be there, and there is no name to put into it.
    private const string Host = "localhost";

    /// <summary>Takes such a URL apart; false for every other text.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="url">The URL that requests carry, with <c>localhost</c> for its host.</param>
    /// <param name="path">The socket's path.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? url, [NotNullWhen(true)] out string? path)
    {
        ArgumentNullException.ThrowIfNull(text);
        (url, path) = (null, null);
        foreach (string scheme in (ReadOnlySpan<string>)["http", "https"])
        {
            string prefix = scheme + "://unix:";
            if (!text.StartsWith(prefix + "/", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            string rest = text[prefix.Length..];
            int end = rest.IndexOf(":/", StringComparison.Ordinal);
            path = end >= 0 ? rest[..end] : rest.TrimEnd(':');
            return Uri.TryCreate($"{scheme}://{Host}{(end >= 0 ? rest[(end + 1)..] : "")}", UriKind.Absolute, out url);
        }

        return false;
    }
}
