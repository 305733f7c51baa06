using System.Globalization;

namespace LoadGen.Routing.Observability.Tracing;

/// <summary>What a request is called in every log, ours and the engines': the client's word if it can stand there, else ours.</summary>
public static class RequestId
{
    /// <summary>The header's name, of requests and of responses.</summary>
    public const string HeaderName = "X-Request-Id";

    // An id of a UUID or two; longer ones make lines of other people's logs unreadable.
    private const int LengthMax = 128;

    /// <summary>The client's id where it is 1 to 128 visible ASCII characters, else a new one.</summary>
    /// <param name="clients">What the client sent; null for nothing.</param>
    /// <param name="ids">Where a new one comes from: 32 hex digits.</param>
    public static string Accept(string? clients, IdSource ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return IsAcceptable(clients) ? clients! : ids.Next128().ToString("x32", CultureInfo.InvariantCulture);
    }

    internal static bool IsAcceptable(ReadOnlySpan<char> id) =>
        id.Length is > 0 and <= LengthMax && !id.ContainsAnyExceptInRange('!', '~');
}
