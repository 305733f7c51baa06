using System.Text.Json;

namespace LoadGen.Verdicts.Evidence;

/// <summary>Reads documents that anybody may have written.</summary>
internal static class EvidenceText
{
    /// <summary>A document's root.</summary>
    /// <exception cref="VerdictException">It is not JSON.</exception>
    public static JsonElement Json(byte[] text, string name)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException e)
        {
            throw new VerdictException($"{name} is not JSON ({OneLine.Of(e.Message)})", e);
        }
    }

    /// <summary>What a reader makes of a document.</summary>
    /// <param name="name">The document.</param>
    /// <param name="read">Takes for granted what the document must have, and of which kind.</param>
    /// <exception cref="VerdictException">The document does not have it.</exception>
    public static T Reading<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsOfContent(e))
        {
            throw new VerdictException($"{name} lacks what a verdict needs, or has something else in its place ({OneLine.Of(e.Message)})", e);
        }
    }

    // What JSON's own readers and the figures' own checks throw at a missing key, another kind of value, or one out of range.
    private static bool IsOfContent(Exception e) =>
        e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or ArithmeticException or JsonException;
}
