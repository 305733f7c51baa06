using System.Diagnostics.CodeAnalysis;

namespace LoadGen.Routing.Settings;

/// <summary>A worker's URL: scheme, host and port, nothing more. The admin API reads it by the same rules.</summary>
public static class WorkerUrl
{
    /// <summary>What problems say is accepted.</summary>
    public const string Accepted = "http://host:port or https://host:port, without path, query or user name";

    /// <summary>Reads it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url)
        && url is { Scheme: "http" or "https", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "", Host.Length: > 0, Port: > 0 };

    // A name and password in a URL do not belong into logs.
    internal static string WithoutUserInfo(string text)
    {
        int at = text.LastIndexOf('@');
        return at < 0 ? text : $"…{text[at..]}";
    }
}
