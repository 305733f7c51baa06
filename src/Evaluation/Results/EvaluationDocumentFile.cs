using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoadGen.Measurement.Results;

namespace LoadGen.Evaluation.Results;

/// <summary>Reads <c>evaluation.json</c>.</summary>
public static class EvaluationDocumentFile
{
    /// <summary>Reads a document.</summary>
    /// <param name="path">The file, or a run's folder that has one.</param>
    /// <exception cref="EvaluationResultException">There is none, or it cannot be read.</exception>
    public static EvaluationDocument Read(string path) =>
        Read(path, EvaluationJson.Default.EvaluationDocument, document => (document.Schema, document.SchemaVersion));

    /// <summary>Reads a document without its answers.</summary>
    /// <param name="path">As of <see cref="Read(string)"/>.</param>
    /// <exception cref="EvaluationResultException">There is none, or it cannot be read.</exception>
    public static EvaluationSummary ReadSummary(string path) =>
        Read(path, EvaluationJson.Default.EvaluationSummary, document => (document.Schema, document.SchemaVersion));

    private static T Read<T>(string path, JsonTypeInfo<T> type, Func<T, (string Name, int Version)> schemaOf)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = Directory.Exists(path) ? Path.Combine(path, EvaluationDocument.FileName) : path;
        try
        {
            T document = JsonSerializer.Deserialize(File.ReadAllBytes(file), type)
                ?? throw new EvaluationResultException($"{file}: found null; accepted: an {EvaluationDocument.FileName}");
            (string name, int version) = schemaOf(document);
            return (name, version) == (EvaluationDocument.SchemaName, EvaluationDocument.CurrentVersion)
                ? document
                : throw new EvaluationResultException($"{file}: its schema is {name} {version}; accepted: {EvaluationDocument.SchemaName} {EvaluationDocument.CurrentVersion}");
        }
        catch (JsonException e)
        {
            throw new EvaluationResultException($"{file}:{(e.LineNumber ?? 0) + 1}: no {EvaluationDocument.FileName} ({e.Message.ReplaceLineEndings(" ")})");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EvaluationResultException($"{file} does not exist; name a folder of 'loadgen eval --output', or its {EvaluationDocument.FileName}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationResultException($"{file} cannot be read ({RunFolder.Reason(e)})");
        }
    }
}
