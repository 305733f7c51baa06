using LoadGen.Transport.Connections;

namespace LoadGen.Measurement.Running;

/// <summary>
/// Takes the values of request headers, and of the URL's query, out of what servers say: some repeat the key that they refuse, and error texts
/// go into results and onto the screen.
/// </summary>
internal sealed class Redactor
{
    private const string Mark = "***";
    private const string BearerScheme = "Bearer ";

    // Shorter values (a version, a flag) are no secrets, and would blot out half of a message.
    private const int MinLength = 6;

    private readonly string[] _values;

    /// <param name="headers">Request headers.</param>
    /// <param name="secrets">Other values that must not be shown.</param>
    public Redactor(IEnumerable<KeyValuePair<string, string>> headers, params IEnumerable<string> secrets) =>
        _values = [.. headers
            .Select(h => h.Value.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase) ? h.Value[BearerScheme.Length..].Trim() : h.Value)
            .Concat(secrets)
            .Where(value => value.Length >= MinLength)
            .OrderByDescending(value => value.Length)];

    /// <summary>That of a run.</summary>
    public static Redactor Of(BenchOptions options) =>
        new(options.Headers, [.. options.Transport.Route.Proxy?.Secrets ?? [], .. ShownUrl.Secrets(options.Url)]);

    /// <summary><paramref name="text"/> without the values.</summary>
    public string? Clean(string? text)
    {
        if (text is null)
        {
            return null;
        }

        foreach (string value in _values)
        {
            text = text.Replace(value, Mark, StringComparison.Ordinal);
        }

        return text;
    }
}
