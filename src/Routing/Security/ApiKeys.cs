namespace LoadGen.Routing.Security;

/// <summary>Who may use the router: whoever presents one of a file's keys, as <c>Authorization: Bearer …</c> or <c>x-api-key: …</c>.</summary>
public sealed class ApiKeys(KeyFile keys)
{
    private const string Scheme = "Bearer ";

    /// <summary>What the 401 says in <c>WWW-Authenticate</c>.</summary>
    public const string Challenge = "Bearer";

    /// <summary>Reads the file of keys.</summary>
    /// <exception cref="ArgumentException">As in <see cref="KeyFile.Load"/>.</exception>
    public static ApiKeys Load(string path) => new(KeyFile.Load(path));

    /// <summary>Looks for the key of a request. Where both headers are there, either may be right: clients send a filler in one of them.</summary>
    /// <param name="authorization">The header's value; null for none.</param>
    /// <param name="apiKey">The value of <c>x-api-key</c>; null for none.</param>
    /// <returns>The key's name, for the log; null where the request is to be refused.</returns>
    public string? Find(string? authorization, string? apiKey) =>
        (Bearer(authorization) is { Length: > 0 } token ? keys.Find(token) : null) ?? (apiKey is null ? null : keys.Find(apiKey.AsSpan().Trim(' ')));

    internal static ReadOnlySpan<char> Bearer(string? authorization) =>
        authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization.AsSpan(Scheme.Length).Trim(' ')
            : default;
}

/// <summary>Who may use the admin API: whoever presents the token (or one of the tokens) of a file, as <c>Authorization: Bearer …</c>.</summary>
public sealed class AdminToken(KeyFile tokens)
{
    /// <summary>Reads the file of tokens, which looks as one of API keys.</summary>
    /// <exception cref="ArgumentException">As in <see cref="KeyFile.Load"/>.</exception>
    public static AdminToken Load(string path) => new(KeyFile.Load(path));

    /// <summary>Whether a request may pass.</summary>
    /// <param name="authorization">The header's value; null for none.</param>
    public bool Admits(string? authorization) => tokens.Find(ApiKeys.Bearer(authorization)) is not null;
}
