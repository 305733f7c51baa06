namespace LoadGen.Telemetry.Sources;

/// <summary>The address of a page of metrics.</summary>
public static class PageAddress
{
    /// <summary>Reads it.</summary>
    /// <returns>The address; null when it is none of http or https, or holds a password, which results and logs would then show.</returns>
    public static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.UserInfo.Length == 0 ? url : null;
}
