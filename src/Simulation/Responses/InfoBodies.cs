using System.Buffers;
using System.Text.Json;
using LoadGen.Simulation.Batching;
using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation.Responses;

/// <summary>Bodies that describe the engine: its model and its statistics.</summary>
internal static class InfoBodies
{
    /// <summary><c>GET /v1/models</c> as vLLM answers it.</summary>
    public static byte[] Models(SimulatedEngineOptions options, long startedUnix) => Write(json =>
    {
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, options.Model);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, startedUnix);
        json.WriteString("owned_by"u8, "simulated"u8);
        json.WriteString("root"u8, options.Model);
        json.WriteNumber("max_model_len"u8, options.MaxContext);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary><c>GET /stats</c>.</summary>
    public static byte[] Stats(SimulatedEngineOptions options, SimulatedEngineStats stats) => Write(json =>
    {
        json.WriteBoolean("simulated"u8, true);
        json.WriteNumber("requests"u8, stats.Requests);
        json.WriteNumber("active"u8, stats.Active);
        json.WriteNumber("completed"u8, stats.Completed);
        json.WriteNumber("aborted"u8, stats.Aborted);
        json.WriteNumber("refused"u8, stats.Refused);
        json.WriteNumber("faults"u8, stats.Faults);
        json.WriteStartObject("faults_by_kind"u8);
        foreach ((FaultKind kind, long count) in stats.FaultsByKind)
        {
            json.WriteNumber(Fault.NameOf(kind), count);
        }

        json.WriteEndObject();
        json.WriteNumber("tokens"u8, stats.Tokens);
        json.WriteNumber("chunks"u8, stats.Chunks);
        json.WriteNumber("blocked"u8, stats.Blocked);
        json.WriteStartObject("lateness_us"u8);
        json.WriteNumber("count"u8, stats.Lateness.Count);
        json.WriteNumber("mean"u8, Math.Round(stats.Lateness.MeanUs, 3));
        json.WriteNumber("p50"u8, stats.Lateness.P50Us);
        json.WriteNumber("p99"u8, stats.Lateness.P99Us);
        json.WriteNumber("p99_9"u8, stats.Lateness.P999Us);
        json.WriteNumber("max"u8, stats.Lateness.MaxUs);
        json.WriteEndObject();
        if (stats.Batch is { } batch && options.Roofline is { } roofline)
        {
            WriteBatch(json, batch, roofline);
        }
    });

    private static void WriteBatch(Utf8JsonWriter json, BatchFigures batch, RooflineOptions roofline)
    {
        Deployment deployment = roofline.Deployment;
        json.WriteStartObject("roofline"u8);
        json.WriteString("sku"u8, deployment.Sku.Id);
        json.WriteString("model"u8, deployment.Model.Id);
        json.WriteString("precision"u8, deployment.Precision);
        json.WriteNumber("tp"u8, deployment.Tp);
        json.WriteNumber("ep"u8, deployment.Ep);
        json.WriteNumber("dp"u8, deployment.Dp);
        json.WriteNumber("time_scale"u8, roofline.TimeScale);
        json.WriteNumber("steps"u8, batch.Steps);
        json.WriteNumber("running"u8, batch.Running);
        json.WriteNumber("waiting"u8, batch.Waiting);
        json.WriteNumber("kv_held_share"u8, Math.Round(batch.HeldShare, 4));
        json.WriteEndObject();
    }

    /// <summary>An object of these fields.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
