using System.Text.Json;
using LoadGen.Measurement.Results;

namespace LoadGen.Measurement.Calibration;

/// <summary>A calibration and the file it stands in.</summary>
/// <param name="Path">The file.</param>
/// <param name="Document">What it says.</param>
public sealed record CalibrationFile(string Path, CalibrationDocument Document)
{
    /// <summary>
    /// Where calibrations are kept: <c>$XDG_STATE_HOME/loadgen/calibration.json</c>, by default <c>~/.local/state/loadgen/calibration.json</c>.
    /// As the XDG Base Directory Specification has it, a relative <c>XDG_STATE_HOME</c> does not count.
    /// </summary>
    /// <param name="stateHome">The variable's value; null or empty when it is not set.</param>
    /// <param name="home">The user's home.</param>
    public static string DefaultPath(string? stateHome, string home)
    {
        string state = System.IO.Path.IsPathRooted(stateHome) ? stateHome : System.IO.Path.Combine(home, ".local", "state");
        return System.IO.Path.Combine(state, "loadgen", "calibration.json");
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CalibrationException">It is not there, cannot be read, or is no calibration.</exception>
    public static CalibrationFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CalibrationException(File.Exists(path) ? $"{path} cannot be read ({RunFolder.Reason(e)})" : $"{path} does not exist", e);
        }

        return new CalibrationFile(path, Parse(path, bytes));
    }

    /// <summary>Writes the file whole: beside its name, to the disk, then renamed. Its folder is created where needed.</summary>
    /// <exception cref="CalibrationException">It cannot be written.</exception>
    public void Write()
    {
        string temporary = Path + ".tmp";
        try
        {
            if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            using (var stream = new ResultStream(temporary, FileShare.None, bufferSize: 4096))
            {
                JsonSerializer.Serialize(stream, Document, CalibrationJson.Readable.CalibrationDocument);
                stream.WriteByte((byte)'\n');
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, Path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw new CalibrationException($"{Path} cannot be written ({RunFolder.Reason(e)}); name a file that can with --output", e);
        }
    }

    /// <summary>What the calibration says of a run.</summary>
    /// <param name="environment">The machine of the run.</param>
    /// <param name="chunksPerS">Output chunks a second it received: a calibration's tokens come one to a chunk.</param>
    public CalibrationCitation Cite(EnvironmentInfo environment, double chunksPerS)
    {
        ArgumentNullException.ThrowIfNull(environment);
        IReadOnlyList<string> differences = HostComparison.Differences(Document.Host, environment);
        CalibrationLimit? limit = Document.Limit;
        return new CalibrationCitation(
            Path, Document.Date, limit?.TokensPerS, limit?.Streams, limit?.IsLowerBound, differences.Count == 0, differences,
            limit is { TokensPerS: > 0 } ? chunksPerS / limit.TokensPerS : null);
    }

    private static CalibrationDocument Parse(string path, byte[] bytes)
    {
        try
        {
            using (JsonDocument json = JsonDocument.Parse(bytes))
            {
                CheckSchema(path, json.RootElement);
            }

            return JsonSerializer.Deserialize(bytes, CalibrationJson.Readable.CalibrationDocument)
                ?? throw new CalibrationException($"{path} is empty; make it anew with loadgen calibrate");
        }
        catch (JsonException e)
        {
            throw new CalibrationException($"{path} is not a whole calibration ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); make it anew with loadgen calibrate", e);
        }
    }

    // First of all: another program's file would only yield a puzzling missing key.
    private static void CheckSchema(string path, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("schema"u8, out JsonElement schema) || schema.ValueKind != JsonValueKind.String || !schema.ValueEquals(CalibrationDocument.SchemaName))
        {
            throw new CalibrationException($"{path} is no calibration: its schema is not '{CalibrationDocument.SchemaName}'");
        }

        if (!json.TryGetProperty("schema_version"u8, out JsonElement version) || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out int number) || number != CalibrationDocument.CurrentVersion)
        {
            throw new CalibrationException($"{path} has a schema_version other than {CalibrationDocument.CurrentVersion}, which this program reads; make it anew with loadgen calibrate");
        }
    }
}
