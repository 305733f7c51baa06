using System.Text.Json;
using LoadGen.Workloads.Datasets.Reuse;

namespace LoadGen.Workloads.Datasets.Inspection;

/// <summary>The report as JSON: names carry their units, and figures that are not known are null.</summary>
public static class DatasetReportJson
{
    /// <summary>Writes it.</summary>
    public static void Write(DatasetReport report, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("format", DatasetFile.NameOf(report.Facts.Format));
        json.WriteString("format_reason", report.Facts.FormatReason);
        json.WriteString("description", report.Description);
        json.WriteNumber("bytes", report.Facts.Bytes);
        json.WriteNumber("conversations", report.Conversations);
        json.WriteNumber("turns", report.Turns);
        json.WriteNumber("groups", report.Groups);
        json.WriteNumber("conversations_with_tools", report.WithTools);
        json.WriteNumber("recorded_answers", report.RecordedAnswers);
        json.WriteNumber("empty_records", report.Facts.EmptyRecords);
        WriteBadRecords(report.Facts, json);
        WriteLengths("input_tokens", report.InputTokens, json, hasBasis: true);
        WriteLengths("output_tokens", report.OutputTokens, json, hasBasis: true);
        WriteLengths("input_characters", report.InputCharacters, json);
        WriteLengths("turns_per_conversation", report.TurnsPerConversation, json);
        WriteLengths("gap_ms", report.GapsMs, json);
        WriteLengths("start_gap_ms", report.StartGapsMs, json);
        WriteNumber("duration_s", report.DurationS, json);
        json.WritePropertyName("prefix_cache");
        if (report.Cache is { } cache)
        {
            WriteCache(report, cache, json);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    private static void WriteBadRecords(DatasetFacts facts, Utf8JsonWriter json)
    {
        json.WriteNumber("bad_records", facts.BadRecords);
        json.WriteStartArray("bad_lines");
        foreach (BadLine line in facts.BadLines)
        {
            json.WriteStartObject();
            json.WriteNumber("line", line.Line);
            json.WriteString("problem", line.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLengths(string name, LengthSummary lengths, Utf8JsonWriter json, bool hasBasis = false)
    {
        json.WritePropertyName(name);
        if (lengths.Values.TotalCount == 0)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        if (hasBasis)
        {
            json.WriteString("basis", NameOf(lengths.Basis));
        }

        json.WriteNumber("count", lengths.Values.TotalCount);
        json.WriteNumber("sum", lengths.Sum);
        json.WriteNumber("mean", (double)lengths.Sum / lengths.Values.TotalCount);
        json.WriteNumber("min", lengths.Values.Min);
        foreach ((string key, double percentile) in (ReadOnlySpan<(string, double)>)[("p50", 50), ("p90", 90), ("p95", 95), ("p99", 99)])
        {
            json.WriteNumber(key, lengths.Values.ValueAtPercentile(percentile));
        }

        json.WriteNumber("max", lengths.Values.Max);
        json.WriteEndObject();
    }

    private static void WriteCache(DatasetReport report, PrefixCacheResult cache, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("block_tokens", cache.BlockTokens);
        json.WriteBoolean("is_estimate", report.Facts.Content == PromptContent.Messages);
        WriteNumber("live_sessions", report.LiveSessions, json);
        json.WriteNumber("prompt_tokens", cache.PromptTokens);
        json.WriteNumber("blocks", cache.Blocks);
        json.WriteNumber("distinct_blocks", cache.DistinctBlocks);
        json.WriteNumber("hit_tokens", cache.HitTokens);
        json.WriteNumber("hit_rate", cache.HitRate);
        json.WriteNumber("block_hit_rate", cache.BlockHitRate);
        WriteNumber("first_turn_block_hit_rate", Rate(report.FirstTurns), json);
        WriteNumber("later_turn_block_hit_rate", Rate(report.LaterTurns), json);
        json.WriteStartArray("lru");
        foreach (LruCacheResult lru in cache.Caches)
        {
            json.WriteStartObject();
            json.WriteNumber("capacity_tokens", lru.CapacityTokens);
            json.WriteNumber("hit_tokens", lru.HitTokens);
            json.WriteNumber("hit_rate", lru.HitRate(cache.PromptTokens));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("reuse_distance_tokens");
        bool isReused = cache.ReuseDistances.TotalCount > 0;
        WriteNumber("p50", isReused ? cache.ReuseDistances.ValueAtPercentile(50) * cache.BlockTokens : null, json);
        WriteNumber("p90", isReused ? cache.ReuseDistances.ValueAtPercentile(90) * cache.BlockTokens : null, json);
        WriteNumber("p99", isReused ? cache.ReuseDistances.ValueAtPercentile(99) * cache.BlockTokens : null, json);
        WriteNumber("max", isReused ? cache.ReuseDistances.Max * cache.BlockTokens : null, json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static double? Rate(TurnReuse reuse) => reuse.Blocks == 0 ? null : (double)reuse.HitBlocks / reuse.Blocks;

    private static string NameOf(LengthBasis basis) => basis switch
    {
        LengthBasis.Counted => "tokenizer",
        LengthBasis.Estimated => "characters / 4",
        LengthBasis.Mixed => "mixed",
        _ => "recorded",
    };

    private static void WriteNumber(string name, double? value, Utf8JsonWriter json)
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
}
