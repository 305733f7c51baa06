namespace LoadGen.Transport.Connections;

/// <summary>
/// URLs as results, evidence and messages show them: what stands in the query is sent and written nowhere, because some servers take their key
/// there (<c>?api-key=…</c>). The names stay.
/// </summary>
public static class ShownUrl
{
    private const string Mark = "***";

    /// <summary>The URL, with <c>***</c> for each of the query's values.</summary>
    /// <param name="url">A URL.</param>
    public static string Of(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Of(url.ToString());
    }

    /// <summary>The same of a text as the user wrote it, which need not be a URL.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int query = text.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? text : text[..(query + 1)] + string.Join('&', text[(query + 1)..].Split('&').Select(Hidden));
    }

    /// <summary>The values that are not shown, as they are sent and as they were meant: a server may repeat either in an error.</summary>
    /// <param name="url">A URL.</param>
    public static IEnumerable<string> Secrets(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.Query.TrimStart('?').Split('&').Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..])
            .SelectMany(value => (string[])[value, Uri.UnescapeDataString(value), Uri.UnescapeDataString(value.Replace('+', ' '))])
            .Where(value => value.Length > 0)
            .Distinct(StringComparer.Ordinal);
    }

    // A part without a name is a value.
    private static string Hidden(string part) => part.IndexOf('=', StringComparison.Ordinal) switch
    {
        < 0 => part.Length == 0 ? "" : Mark,
        int equals => part[..(equals + 1)] + (equals + 1 == part.Length ? "" : Mark),
    };
}
