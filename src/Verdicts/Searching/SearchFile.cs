using System.Text.Encodings.Web;
using System.Text.Json;

namespace LoadGen.Verdicts.Searching;

/// <summary>Writes and reads <c>search.json</c>.</summary>
public static class SearchFile
{
    private static readonly SearchJson s_readable = new(new JsonSerializerOptions(SearchJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The document as text.</summary>
    public static string Text(SearchDocument document) => JsonSerializer.Serialize(document, s_readable.SearchDocument) + "\n";

    /// <summary>Writes it whole, to a temporary name first: a search that is killed leaves the document of its last step.</summary>
    /// <param name="folder">The search's folder.</param>
    /// <param name="document">The document.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string folder, SearchDocument document)
    {
        string path = Path.Combine(folder, SearchDocument.FileName);
        File.WriteAllText(path + ".tmp", Text(document));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Reads a folder's document; null where there is none.</summary>
    /// <param name="folder">The search's folder.</param>
    /// <exception cref="SearchException">It is no such document.</exception>
    public static SearchDocument? Read(string folder)
    {
        string path = Path.Combine(folder, SearchDocument.FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            SearchDocument? document = JsonSerializer.Deserialize(File.ReadAllText(path), s_readable.SearchDocument);
            return document is { Schema: SearchDocument.SchemaName, SchemaVersion: 1 }
                ? document
                : throw new SearchException($"{path} is not a search of loadgen check; name another folder with --output");
        }
        catch (JsonException e)
        {
            throw new SearchException($"{path} cannot be read: {e.Message.ReplaceLineEndings(" ")}; name another folder with --output, or pass --overwrite", e);
        }
    }

    /// <summary>The measurements of a search that was broken off, for one that asks the same.</summary>
    /// <param name="document">The earlier search.</param>
    /// <param name="question">What is asked now.</param>
    /// <exception cref="SearchException">It asked something else.</exception>
    public static IReadOnlyList<LevelMeasurement> Resumed(SearchDocument document, SearchQuestion question)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(question);
        if (Difference(document.Question, question) is { } difference)
        {
            throw new SearchException($"--resume: the search in that folder had {difference}; its measurements do not answer this one. Name another folder, or pass --overwrite");
        }

        return [.. document.Steps.Where(step => step.Verdict != LevelVerdict.Invalid)];
    }

    private static string? Difference(SearchQuestion was, SearchQuestion now)
    {
        (string What, object Was, object Now)[] parts =
        [
            ("the SLA's file", was.SlaSha256, now.SlaSha256), ("the URL", was.Url, now.Url), ("the model", was.Model, now.Model),
            ("the variable", was.Variable, now.Variable), ("the load", was.Load, now.Load), ("the start", was.Start, now.Start),
            ("the lowest level", was.Lowest, now.Lowest), ("the highest level", was.Highest, now.Highest),
            ("the precision", was.Precision, now.Precision), ("the confidence", was.Confidence, now.Confidence),
        ];
        return parts.Where(part => !part.Was.Equals(part.Now)).Select(part => FormattableString.Invariant($"{part.What} {part.Was}, and this one has {part.Now}")).FirstOrDefault();
    }
}

/// <summary>A search's folder cannot be used.</summary>
public sealed class SearchException(string message, Exception? inner = null) : Exception(message, inner);
