using System.Text.Encodings.Web;
using System.Text.Json;
using LoadGen.Results.Points;

namespace LoadGen.Results.Rows;

/// <summary>
/// <c>agg_*.json</c>: a point as InferenceX's aggregation writes it, field for field and in its order, with its habits: <c>dp_attention</c> is a
/// word, and <c>is_multinode</c> tells the two forms apart. One form has <c>tp</c>, <c>pp</c>, <c>ep</c> of one worker; the other has workers by role,
/// and is taken for everything that is more than one worker. An aggregated engine of several workers is a prefill role without a decode role, as there.
/// </summary>
public static class AggregatedDocument
{
    private const string RawFile = "inferencex.json";

    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file's name for a point.</summary>
    public static string FileName(string pointId) => $"agg_{pointId}.json";

    /// <summary>Writes <c>agg_POINT_ID.json</c> into a finished run's folder, whole or not at all.</summary>
    /// <param name="folder">The folder of <c>loadgen bench --output</c>.</param>
    /// <param name="pointId">The point's id.</param>
    /// <param name="identity">What was measured.</param>
    /// <param name="recipeFingerprint">The field of this name; empty for none, as there.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="ResultsException">The folder has no readable <c>inferencex.json</c>, or cannot be written.</exception>
    public static string WriteFile(string folder, string pointId, PointIdentity identity, string recipeFingerprint = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(pointId);
        string path = Path.Combine(folder, FileName(pointId));
        string temporary = path + ".tmp";
        try
        {
            using (JsonDocument raw = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, RawFile))))
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                Write(stream, identity, raw.RootElement, recipeFingerprint);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ResultsException($"{folder}: its {RawFile} cannot be made into {Path.GetFileName(path)} ({e.Message.ReplaceLineEndings(" ")}); accepted: the folder of a finished run", e);
        }
    }

    /// <summary>Writes the document.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="identity">What was measured.</param>
    /// <param name="raw">The client's raw document.</param>
    /// <param name="recipeFingerprint">See <see cref="WriteFile"/>.</param>
    public static void Write(Stream output, PointIdentity identity, JsonElement raw, string recipeFingerprint = "")
    {
        ArgumentNullException.ThrowIfNull(identity);
        using var json = new Utf8JsonWriter(output, s_options);
        json.WriteStartObject();
        WriteHead(json, identity, raw, recipeFingerprint);
        if (NeedsRoles(identity))
        {
            WriteRoles(json, identity);
        }
        else
        {
            WriteWorker(json, identity.Decode);
        }

        foreach ((string key, double value) in ClientFigures.PerGpu(raw, identity).Concat(ClientFigures.Latencies(raw)))
        {
            json.WriteNumber(key, value);
        }

        WritePower(json, raw);
        json.WriteEndObject();
    }

    /// <summary>Whether it takes the form by roles: it is more than one worker of tp × pp GPUs.</summary>
    internal static bool NeedsRoles(PointIdentity identity) =>
        identity.Prefill is not null || identity.Multinode || identity.Decode.Workers > 1 || identity.Decode.Gpus != TpOf(identity.Decode) * identity.Decode.Pp;

    /// <summary>There a worker has tp × pp GPUs, always: of ranks with GPUs of their own, dp × tp is called tp.</summary>
    internal static int TpOf(WorkerShape shape) => shape.DpAttention && shape.GpusOfStage() is > 0 and var gpus ? gpus : shape.Tp;

    private static void WriteHead(Utf8JsonWriter json, PointIdentity identity, JsonElement raw, string recipeFingerprint)
    {
        json.WriteString("hw", identity.Hardware);
        WriteWhole(json, "conc", raw.Whole("max_concurrency") ?? identity.Concurrency);
        json.WriteString("image", identity.Image);
        json.WriteString("model", raw.Text("model_id") ?? identity.ModelName ?? identity.Model);
        json.WriteString("infmax_model_prefix", identity.Model);
        json.WriteString("framework", identity.Framework);
        json.WriteString("precision", identity.Precision);
        json.WriteString("spec_decoding", identity.SpecDecoding);
        json.WriteBoolean("disagg", identity.Disaggregated);
        json.WriteString("recipe_fingerprint", recipeFingerprint);
        WriteWhole(json, "isl", identity.Isl);
        WriteWhole(json, "osl", identity.Osl);
        if (identity.Router is { } router)
        {
            json.WriteStartObject("router");
            json.WriteString("name", router);
            json.WriteString("version", identity.RouterVersion ?? "unknown");
            json.WriteEndObject();
        }

        if (identity.KvTransfer is { } transfer)
        {
            json.WriteString("kv_p2p_transfer", transfer);
        }
    }

    private static void WriteWorker(Utf8JsonWriter json, WorkerShape shape)
    {
        json.WriteBoolean("is_multinode", false);
        json.WriteNumber("tp", TpOf(shape));
        json.WriteNumber("pp", shape.Pp);
        json.WriteNumber("dcp_size", 1);
        json.WriteNumber("pcp_size", 1);
        json.WriteNumber("ep", shape.Ep);
        json.WriteString("dp_attention", Word(shape.DpAttention));
    }

    private static void WriteRoles(Utf8JsonWriter json, PointIdentity identity)
    {
        json.WriteBoolean("is_multinode", true);
        WriteRole(json, "prefill", identity.Prefill ?? identity.Decode);
        WriteRole(json, "decode", identity.Prefill is null ? new WorkerShape { Tp = 0, Ep = 0, Workers = 0, Gpus = 0 } : identity.Decode);
        json.WriteNumber("num_prefill_gpu", (identity.Prefill ?? identity.Decode).Gpus);
        json.WriteNumber("num_decode_gpu", identity.Prefill is null ? 0 : identity.Decode.Gpus);
    }

    private static void WriteRole(Utf8JsonWriter json, string role, WorkerShape shape)
    {
        json.WriteNumber($"{role}_tp", TpOf(shape));
        json.WriteNumber($"{role}_pp", shape.Pp);
        json.WriteNumber($"{role}_dcp_size", 1);
        json.WriteNumber($"{role}_pcp_size", 1);
        json.WriteNumber($"{role}_ep", shape.Ep);
        json.WriteString($"{role}_dp_attention", Word(shape.DpAttention));
        json.WriteNumber($"{role}_num_workers", shape.Workers);
    }

    private static void WritePower(Utf8JsonWriter json, JsonElement raw)
    {
        if (raw.Whole("power_metric_schema_version") is not { } version)
        {
            return;
        }

        json.WriteNumber("power_metric_schema_version", version);
        json.WriteNumber("power_valid", raw.Number("power_valid") == 1 ? 1 : 0);
        foreach ((string key, double value) in ClientFigures.Power(raw))
        {
            json.WriteNumber(key, value);
        }
    }

    private static void WriteWhole(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A boolean as these documents have it.</summary>
    internal static string Word(bool truth) => truth ? "true" : "false";
}
