using System.Globalization;
using System.Text.Json;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Results;

/// <summary>
/// <c>inferencex.json</c>: the same run under the keys and formulas of InferenceX's client (<c>benchmark_serving.py --save-result</c>), exact
/// values and numpy percentiles. Prompt tokens are the client's count, as there.
/// </summary>
public sealed class InferenceXDocument
{
    // The percentiles that InferenceX asks for by default.
    private static readonly double[] Percentiles = [90, 99, 99.9];

    /// <summary>Wall-clock end of the run.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Wall-clock start of the run.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Its <c>backend</c>: <c>vllm</c> for completions, <c>openai-chat</c> for chat.</summary>
    public required string Backend { get; init; }

    /// <summary>Model.</summary>
    public required string ModelId { get; init; }

    /// <summary>What counted the prompts: a tokenizer, or the way this client counted.</summary>
    public required string TokenizerId { get; init; }

    /// <summary>Requests asked for.</summary>
    public required long NumPrompts { get; init; }

    /// <summary>Requests a second; null for no rate (<c>"inf"</c>).</summary>
    public double? RequestRate { get; init; }

    /// <summary>Shape of the gamma-distributed gaps.</summary>
    public double Burstiness { get; init; } = 1;

    /// <summary>Most streams at once; null for no limit.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Duration in seconds.</summary>
    public required double DurationS { get; init; }

    /// <summary>The run's sums.</summary>
    public required RunTotals Totals { get; init; }

    /// <summary>Goodput bounds were given.</summary>
    public bool HasGoodput { get; init; }

    /// <summary>What the GPUs drew, prompt tokens counted as here; null when nothing read them.</summary>
    public PowerInfo? Power { get; init; }

    /// <summary>Writes the document, keys in the order of the original.</summary>
    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("date", EndedAt.ToLocalTime().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
        json.WriteString("backend", Backend);
        json.WriteString("model_id", ModelId);
        json.WriteString("tokenizer_id", TokenizerId);
        json.WriteNumber("best_of", 1);
        json.WriteNumber("num_prompts", NumPrompts);
        if (RequestRate is { } rate)
        {
            json.WriteNumber("request_rate", rate);
        }
        else
        {
            json.WriteString("request_rate", "inf");
        }

        json.WriteNumber("burstiness", Burstiness);
        WriteOrNull(json, "max_concurrency", MaxConcurrency);
        WriteTotals(json);
        WriteLengths(json, "input_lens", Totals.InferenceX.InputLengths());
        WriteLengths(json, "output_lens", Totals.InferenceX.OutputLengths());
        double[] tpot = [.. Totals.InferenceX.Tpot];
        Array.Sort(tpot);
        WriteMetric(json, "ttft", new ExactStatistics(Totals.InferenceX.Ttft));
        WriteMetric(json, "tpot", new ExactStatistics(tpot));
        WriteMetric(json, "itl", new ExactStatistics(Totals.InferenceX.Itl));
        WriteMetric(json, "e2el", new ExactStatistics(Totals.InferenceX.E2el));
        if (Power is { } power)
        {
            InferenceXPower.Write(json, power);
        }

        json.WriteEndObject();
    }

    private void WriteTotals(Utf8JsonWriter json)
    {
        double perS = DurationS > 0 ? 1 / DurationS : 0;

        // Where the client counts no prompt tokens, the server's count is all there is.
        long inputTokens = Totals.InputTokensClient > 0 ? Totals.InputTokensClient : Totals.InputTokens;
        json.WriteNumber("duration", DurationS);
        json.WriteNumber("benchmark_start_time_unix", UnixSeconds(StartedAt));
        json.WriteNumber("benchmark_end_time_unix", UnixSeconds(EndedAt));
        json.WriteNumber("completed", Totals.Completed);
        json.WriteNumber("total_input_tokens", inputTokens);
        json.WriteNumber("total_output_tokens", Totals.OutputTokens);
        json.WriteNumber("request_throughput", Totals.Completed * perS);
        WriteOrNull(json, "request_goodput:", HasGoodput ? Totals.Good * perS : null);
        json.WriteNumber("output_throughput", Totals.OutputTokens * perS);
        json.WriteNumber("total_token_throughput", (inputTokens + Totals.OutputTokens) * perS);
    }

    private static void WriteMetric(Utf8JsonWriter json, string name, ExactStatistics figures)
    {
        const double MsPerNs = 1e-6;
        json.WriteNumber($"mean_{name}_ms", figures.Mean * MsPerNs);
        json.WriteNumber($"median_{name}_ms", figures.Percentile(50) * MsPerNs);
        json.WriteNumber($"std_{name}_ms", figures.Std * MsPerNs);
        foreach (double p in Percentiles)
        {
            json.WriteNumber(string.Create(CultureInfo.InvariantCulture, $"p{p}_{name}_ms"), figures.Percentile(p) * MsPerNs);
        }
    }

    private static void WriteLengths(Utf8JsonWriter json, string name, int[] lengths)
    {
        json.WriteStartArray(name);
        foreach (int length in lengths)
        {
            json.WriteNumberValue(length);
        }

        json.WriteEndArray();
    }

    private static void WriteOrNull(Utf8JsonWriter json, string name, double? value)
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

    private static double UnixSeconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
