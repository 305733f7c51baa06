using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LoadGen.Routing.Observability.Logging;

/// <summary>An entry as a line of JSON. Whatever its texts hold, it is one line: JSON escapes control characters.</summary>
internal sealed class AccessLogLine : IDisposable
{
    private const double MsPerNs = 1e-6;

    // An error message or a path can be long; a line should not be.
    private const int TextMax = 1_024;

    // Three digits: a microsecond.
    private const int Digits = 3;

    // The log is no web page: only what JSON itself needs is escaped.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter _json = new(Stream.Null, s_options);

    public void Write(AccessLogEntry entry, IBufferWriter<byte> output)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        Span<char> time = stackalloc char[32];
        entry.Time.UtcDateTime.TryFormat(time, out int written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _json.WriteString("time"u8, time[..written]);
        Text("request_id"u8, entry.RequestId);
        Text("trace_id"u8, entry.TraceId);
        Text("method"u8, entry.Method);
        Text("path"u8, entry.Path);
        Text("api"u8, entry.Api);
        Text("model"u8, entry.Model);
        _json.WriteNumber("status"u8, entry.Status);
        Text("outcome"u8, entry.Outcome);
        Text("client"u8, entry.Client);
        Text("key"u8, entry.KeyName);
        Text("prefill_worker"u8, entry.PrefillWorker);
        Text("decode_worker"u8, entry.DecodeWorker);
        Number("attempts"u8, entry.Attempts);
        Text("prefill_reason"u8, entry.PrefillReason);
        Text("decode_reason"u8, entry.DecodeReason);
        Milliseconds("queue_ms"u8, entry.QueueNs);
        Milliseconds("handoff_ms"u8, entry.HandoffNs);
        Milliseconds("ttft_ms"u8, entry.TtftNs);
        Milliseconds("duration_ms"u8, entry.DurationNs);
        Number("prompt_tokens"u8, entry.PromptTokens);
        Number("cached_tokens"u8, entry.CachedTokens);
        Number("completion_tokens"u8, entry.CompletionTokens);
        Number("bytes"u8, entry.Bytes);
        Text("error"u8, entry.Error);
        _json.WriteEndObject();
        _json.Flush();
        output.Write("\n"u8);
    }

    public void Dispose() => _json.Dispose();

    private void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value.AsSpan(0, Math.Min(value.Length, TextMax)));
        }
    }

    private void Number(ReadOnlySpan<byte> name, long value)
    {
        if (value >= 0)
        {
            _json.WriteNumber(name, value);
        }
    }

    private void Milliseconds(ReadOnlySpan<byte> name, long ns)
    {
        if (ns >= 0)
        {
            _json.WriteNumber(name, Math.Round(ns * MsPerNs, Digits));
        }
    }
}
