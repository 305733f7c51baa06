using System.Text.Json;

namespace LoadGen.Verdicts.Documents;

/// <summary>Writes and reads <c>verdict.json</c>.</summary>
public static class VerdictFile
{
    /// <summary>Writes a verdict.</summary>
    public static void Write(VerdictDocument document, Stream output)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);
        JsonSerializer.Serialize(output, document, VerdictJson.Readable.VerdictDocument);
        output.Write("\n"u8);
    }

    /// <summary>Reads a verdict.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="VerdictException">It is none, or one of another version.</exception>
    public static VerdictDocument Parse(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            VerdictDocument document = JsonSerializer.Deserialize(json, VerdictJson.Default.VerdictDocument)
                ?? throw new VerdictException($"{name}: found null; accepted: a {VerdictDocument.FileName}");
            return document is { Schema: VerdictDocument.SchemaName, SchemaVersion: VerdictDocument.CurrentVersion }
                ? document
                : throw new VerdictException($"{name}: its schema is {OneLine.Of(document.Schema ?? "null")} {document.SchemaVersion}; accepted: {VerdictDocument.SchemaName} {VerdictDocument.CurrentVersion}");
        }
        catch (JsonException e)
        {
            throw new VerdictException($"{name}:{(e.LineNumber ?? 0) + 1}: no {VerdictDocument.FileName} ({OneLine.Of(e.Message)})", e);
        }
    }
}
