namespace LoadGen.Transport.Connections;

/// <summary>The environment variables by which programs are told of proxies. Read only where the user asks for it.</summary>
public static class ProxyVariables
{
    /// <summary>The variable that names the proxy for a URL, and its value; null where none does. Lower case counts before upper case, as for curl.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="environment">The environment.</param>
    public static (string Name, string Value)? Find(Uri url, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(environment);
        foreach (string name in (string[])[url.Scheme + "_proxy", "all_proxy"])
        {
            foreach (string variable in (string[])[name, name.ToUpperInvariant()])
            {
                if (environment(variable) is { Length: > 0 } value)
                {
                    return (variable, value);
                }
            }
        }

        return null;
    }

    /// <summary>The hosts that no proxy is used for.</summary>
    public static string? NoProxy(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment("no_proxy") is { Length: > 0 } list ? list : environment("NO_PROXY");
    }
}
