using System.Text.Json;
using LoadGen.Inference;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Results;

/// <summary>Writes one request as a line of <c>records.jsonl</c>; docs/results.md names the fields.</summary>
public sealed class RecordLine : IDisposable
{
    private readonly Utf8JsonWriter _json;
    private readonly ChunkGaps _gaps = new();

    /// <summary>Creates the writer; it is used for all lines.</summary>
    public RecordLine() => _json = new Utf8JsonWriter(Stream.Null);

    /// <summary>Writes the line to <paramref name="file"/>.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="t">A finished request.</param>
    /// <param name="figures">Its figures.</param>
    /// <param name="runStartNs">The run's start: instants are written relative to it, in seconds.</param>
    /// <param name="steady">The run's steady state, which the send is held against.</param>
    public void Write(LineFile file, RequestTimeline t, in RequestFigures figures, long runStartNs, SteadySpan steady = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(t);
        Utf8JsonWriter json = _json;
        json.Reset(file.Output);
        json.WriteStartObject();
        json.WriteNumber("index"u8, t.Item.Index);
        if (t.Client >= 0)
        {
            json.WriteNumber("client"u8, t.Client);
        }

        if (t.Session is { } session)
        {
            json.WriteString("session"u8, session.Id);
            json.WriteNumber("turn"u8, t.Item.Turn + 1);
        }

        json.WriteString("outcome"u8, Outcomes.Name(t.Outcome));
        WriteSeconds("intended_s"u8, t.IntendedNs - runStartNs);
        if (t.SendNs > 0)
        {
            WriteSeconds("send_s"u8, t.SendNs - runStartNs);
            json.WriteString("phase"u8, steady.StageAt(t.SendNs));
        }

        WriteSeconds("end_s"u8, t.EndNs - runStartNs);
        WriteMs("connect_ms"u8, t.ConnectNs, t.ConnectNs > 0);
        WriteMs("dial_ms"u8, t.DialNs, t.DialNs > 0);
        WriteMs("proxy_ms"u8, t.ProxyNs, t.ProxyNs > 0);
        WriteMs("tls_ms"u8, t.TlsNs, t.TlsNs > 0);
        WriteMs("head_ms"u8, t.HeadNs - t.SendNs, t.HeadNs > 0);
        WriteMs("ttft_ms"u8, figures.TtftNs, figures.TtftNs >= 0);
        WriteMs("ttft_intended_ms"u8, figures.TtftIntendedNs, figures.TtftIntendedNs >= 0);
        WriteMs("ttfvt_ms"u8, figures.TtfvtNs, figures.TtfvtNs >= 0);
        WriteMs("tpot_ms"u8, figures.TpotNs, figures.TpotNs >= 0);
        WriteMs("e2e_ms"u8, figures.E2eNs, t.SendNs > 0);
        _gaps.Measure(t);
        WriteMs("itl_max_ms"u8, _gaps.MaxNs, _gaps.MaxNs >= 0);
        WriteMs("itl_p99_ms"u8, _gaps.P99Ns, _gaps.P99Ns >= 0);
        json.WriteNumber("input_tokens"u8, figures.InputTokens);
        json.WriteNumber("output_tokens"u8, figures.OutputTokens);
        json.WriteNumber("requested_input_tokens"u8, t.Item.RequestedInputTokens);
        if (t.Item.TargetTokens > 0)
        {
            json.WriteNumber("counted_input_tokens"u8, t.Item.InputTokens);
        }

        json.WriteNumber("requested_output_tokens"u8, t.Item.OutputTokens);
        json.WriteNumber("chunks"u8, t.OutputChunks);
        if (t.CoalescedChunks > 0)
        {
            json.WriteNumber("coalesced_chunks"u8, t.CoalescedChunks);
            json.WriteNumber("max_chunks_per_read"u8, t.MaxChunksPerRead);
        }

        WriteCounts(t);

        json.WriteBoolean("usage"u8, t.Usage is not null);
        if (t.Finish != FinishReason.None)
        {
            json.WriteString("finish_reason"u8, FinishName(t.Finish));
        }

        if (t.Status > 0)
        {
            json.WriteNumber("status"u8, t.Status);
        }

        if (t.Retries > 0)
        {
            json.WriteNumber("retries"u8, t.Retries);
            WriteMs("retry_wait_ms"u8, t.RetryWaitNs, present: true);
        }

        json.WriteBoolean("reused_connection"u8, t.ReusedConnection);
        if (t.Error is not null)
        {
            json.WriteString("error"u8, t.Error);
        }

        json.WriteEndObject();
        json.Flush();
        file.EndLine();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteCounts(RequestTimeline t)
    {
        if (t.CountedTokens >= 0)
        {
            _json.WriteNumber("counted_output_tokens"u8, t.CountedTokens);
        }

        if (t.Usage is not { } usage)
        {
            return;
        }

        if (usage.CachedPromptTokens > 0)
        {
            _json.WriteNumber("cached_input_tokens"u8, usage.CachedPromptTokens);
        }

        if (usage.CachedPromptTokens >= 0)
        {
            // As the server states it, 0 included.
            _json.WriteNumber("cached_tokens"u8, usage.CachedPromptTokens);
        }

        if (usage.ReasoningTokens >= 0)
        {
            _json.WriteNumber("reasoning_tokens"u8, usage.ReasoningTokens);
        }
    }

    private static string FinishName(FinishReason finish) => finish switch
    {
        FinishReason.Stop => "stop",
        FinishReason.Length => "length",
        FinishReason.ToolCalls => "tool_calls",
        FinishReason.ContentFilter => "content_filter",
        FinishReason.Abort => "abort",
        _ => "other",
    };

    private void WriteSeconds(ReadOnlySpan<byte> name, long ns) => _json.WriteNumber(name, Math.Round(ns / 1e9, 9));

    private void WriteMs(ReadOnlySpan<byte> name, double ns, bool present)
    {
        if (present)
        {
            _json.WriteNumber(name, Math.Round(ns / 1e6, 6));
        }
    }
}
