using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;

namespace LoadGen.Results.Store;

/// <summary>
/// A run folder as a row. Its id is made of the bytes of <c>result.json</c>, which has the start, the host and the seed in it: it stays the same
/// wherever the folder is moved or copied to.
/// </summary>
internal static class RunRow
{
    private const string Schema = "loadgen.result";
    private const string Complete = "complete";
    private const int IdHexDigits = 16;

    /// <exception cref="ResultsException">Its documents are not a run's.</exception>
    public static ResultRow Read(string folder)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(folder, RunFiles.Result));
            JsonElement result = RunFiles.Parse(bytes);
            if (result.Text("schema") != Schema)
            {
                throw new ResultsException($"{folder}: {RunFiles.Result} is not a result of loadgen's (schema '{result.Text("schema")}'; accepted: {Schema})");
            }

            string id = "run-" + Convert.ToHexStringLower(SHA256.HashData(bytes))[..IdHexDigits];
            return Row(id, folder, result, Point(folder), RunFiles.TryRead(Path.Combine(folder, RunFiles.Raw)));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"{folder}: cannot be read ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }

    private static ResultRow Row(string id, string folder, JsonElement result, PointDocument? point, JsonElement? raw)
    {
        PointIdentity identity = point?.Identity ?? LooseIdentity.Of(result, folder);
        RunScoreReading evaluations = RunScores.Read(folder);
        var imported = new ImportedRow(identity, (raw is { } client ? Figures(client, identity) : []).Concat(ScoreFigures.Of(evaluations.Scores)), null, null, []);
        Dictionary<string, double> metrics = imported.Metrics();
        string status = result.Text("status") ?? Complete;
        return new ResultRow
        {
            Id = id,
            Identity = identity,
            Metrics = metrics,
            Scores = evaluations.Scores,
            MeasuredAt = Started(result) ?? point?.StartedAt ?? new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(folder, RunFiles.Result)), TimeSpan.Zero),
            Source = RowSource.Run,
            Simulated = point?.Simulated == true || result.Truth("simulated"),
            Valid = result.Field("validity") is { } validity ? validity.Truth("valid") : null,
            Status = status,
            Sweep = point?.Sweep,
            Point = point?.Id,
            Repeat = point?.Repeat is > 0 and var repeat ? repeat : 1,
            Fingerprint = point?.Fingerprint,
            Folder = folder,
            Flags = [.. Reasons(result, status), .. RowChecks.Of(metrics, identity)],
            Notes = [.. identity.Gpus == 0 ? (string[])["its GPUs are not known (no point.json, no manifest, no power), so nothing is per GPU"] : [], .. evaluations.Notes],
        };
    }

    private static IEnumerable<KeyValuePair<string, double>> Figures(JsonElement raw, PointIdentity identity) =>
        ClientFigures.PerGpu(raw, identity).Concat(ClientFigures.Latencies(raw)).Concat(ClientFigures.Totals(raw)).Concat(ClientFigures.Power(raw));

    private static IEnumerable<string> Reasons(JsonElement result, string status)
    {
        if (status != Complete)
        {
            string[] reasons = [.. Lines(result.Field("status_reasons"))];
            yield return reasons.Length == 0 ? status : $"{status}: {string.Join("; ", reasons)}";
        }

        if (result.Field("validity") is { } validity && !validity.Truth("valid"))
        {
            yield return $"not valid: {string.Join("; ", Lines(validity.Field("reasons")))}";
        }
    }

    private static IEnumerable<string> Lines(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } lines ? lines.EnumerateArray().Where(line => line.ValueKind == JsonValueKind.String).Select(line => line.GetString()!) : [];

    private static DateTimeOffset? Started(JsonElement result) =>
        result.Text("started_at") is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at) ? at : null;

    private static PointDocument? Point(string folder)
    {
        string path = Path.Combine(folder, PointDocument.FileName);
        return File.Exists(path)
            ? JsonSerializer.Deserialize(File.ReadAllBytes(path), RowJson.Default.PointDocument) ?? throw new ResultsException($"{path} holds null; accepted: a point's document")
            : null;
    }
}
