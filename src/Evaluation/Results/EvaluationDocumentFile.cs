using System.Text.Json;
using LoadGen.Measurement.Results;

namespace LoadGen.Evaluation.Results;

/// <summary>Reads <c>evaluation.json</c>.</summary>
public static class EvaluationDocumentFile
{
    /// <summary>Reads a document.</summary>
    /// <param name="path">The file, or a run's folder that has one.</param>
    /// <exception cref="EvaluationResultException">There is none, or it cannot be read.</exception>
    public static EvaluationDocument Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = Directory.Exists(path) ? Path.Combine(path, EvaluationDocument.FileName) : path;
        try
        {
            EvaluationDocument document = JsonSerializer.Deserialize(File.ReadAllBytes(file), EvaluationJson.Default.EvaluationDocument)
                ?? throw new EvaluationResultException($"{file}: found null; accepted: an {EvaluationDocument.FileName}");
            return document is { Schema: EvaluationDocument.SchemaName, SchemaVersion: EvaluationDocument.CurrentVersion }
                ? document
                : throw new EvaluationResultException($"{file}: its schema is {document.Schema} {document.SchemaVersion}; accepted: {EvaluationDocument.SchemaName} {EvaluationDocument.CurrentVersion}");
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
