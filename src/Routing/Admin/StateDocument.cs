using System.Buffers;
using System.Text.Json;
using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Admin;

/// <summary>Writes <c>GET /admin/state</c>: everything that the router knows of itself, in one JSON object.</summary>
internal sealed class StateDocument(AdminParts parts, Func<Worker, WorkerView> view)
{
    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("version", parts.Version);
            json.WriteString("at", parts.Time.GetUtcNow());
            WritePools(json);
            if (parts.Readiness is { } readiness)
            {
                json.WritePropertyName("readiness");
                JsonSerializer.Serialize(json, readiness(), AdminJson.Default.ReadinessReport);
            }

            foreach ((string key, Action<Utf8JsonWriter> section) in parts.Sections)
            {
                json.WritePropertyName(key);
                json.WriteRawValue(Section(section));
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WritePools(Utf8JsonWriter json)
    {
        json.WriteStartArray("pools");
        foreach (Pool pool in new[] { parts.Fleet.Prefill, parts.Fleet.Decode, parts.Fleet.Both })
        {
            var one = new PoolView(RoleNames.Of(pool.Role), pool.Policy.Name, pool.EligibleCount, [.. pool.Workers.Select(view)]);
            JsonSerializer.Serialize(json, one, AdminJson.Default.PoolView);
        }

        json.WriteEndArray();
    }

    // A part that cannot tell must not keep the others from telling: this is what is asked for when something is wrong.
    private static ReadOnlySpan<byte> Section(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using var json = new Utf8JsonWriter(buffer);
            write(json);
            json.Flush();
            if (json.CurrentDepth > 0 || buffer.WrittenCount == 0)
            {
                throw new InvalidOperationException("a section must write one whole JSON value");
            }
        }
        catch (Exception error)
        {
            buffer = new ArrayBufferWriter<byte>();
            using var json = new Utf8JsonWriter(buffer);
            json.WriteStartObject();
            json.WriteString("error", error.GetType().Name);
            json.WriteEndObject();
            json.Flush();
        }

        return buffer.WrittenSpan;
    }
}
