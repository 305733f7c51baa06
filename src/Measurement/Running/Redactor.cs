namespace LoadGen.Measurement.Running;

/// <summary>
/// Takes the values of request headers out of what servers say: some repeat the key that they refuse, and error texts go into results
/// and onto the screen.
/// </summary>
internal sealed class Redactor
{
    private const string Mark = "***";
    private const string BearerScheme = "Bearer ";

    // Shorter values (a version, a flag) are no secrets, and would blot out half of a message.
    private const int MinLength = 6;

    private readonly string[] _values;

    public Redactor(IEnumerable<KeyValuePair<string, string>> headers) =>
        _values = [.. headers
            .Select(h => h.Value.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase) ? h.Value[BearerScheme.Length..].Trim() : h.Value)
            .Where(value => value.Length >= MinLength)
            .OrderByDescending(value => value.Length)];

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
