using System.Text.Json;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Verdicts.Observations;

/// <summary>Reads observations back from <c>records.jsonl</c>.</summary>
public static class RecordObservation
{
    // 30 years in ms: no run is as long, and sums of such times lose nothing.
    private const double TimeMax = 1e12;

    private static readonly Dictionary<string, Outcome> s_outcomes = Enum.GetValues<Outcome>().ToDictionary(Outcomes.Name, StringComparer.Ordinal);

    /// <summary>Reads all of a run's records.</summary>
    /// <param name="records">The file.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="steadyStartS">When steady state began, as the result has it; null where there was none.</param>
    /// <param name="steadyEndS">When it ended.</param>
    /// <exception cref="VerdictException">A line is no record.</exception>
    public static IReadOnlyList<Observation> ReadAll(Stream records, string name, double? steadyStartS, double? steadyEndS)
    {
        ArgumentNullException.ThrowIfNull(records);
        var observations = new List<Observation>();
        var indices = new HashSet<int>();
        var lines = new RecordLines(records);
        try
        {
            while (lines.TryRead(out ReadOnlySpan<byte> line))
            {
                Observation observation = Read(line, steadyStartS, steadyEndS);
                observations.Add(indices.Add(observation.Index) ? observation : throw new JsonException($"there was one of the index {observation.Index} before"));
            }
        }
        catch (JsonException e)
        {
            throw new VerdictException($"{name}:{lines.Number}: this is no record of 'loadgen bench' ({OneLine.Of(e.Message)})", e);
        }

        return observations;
    }

    /// <summary>Reads one record.</summary>
    /// <param name="line">The line.</param>
    /// <param name="steadyStartS">When steady state began, as the result has it; null where there was none.</param>
    /// <param name="steadyEndS">When it ended.</param>
    /// <exception cref="JsonException">It is none.</exception>
    public static Observation Read(ReadOnlySpan<byte> line, double? steadyStartS, double? steadyEndS)
    {
        var json = new Utf8JsonReader(line);
        var fields = new Fields();
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("found no object");
        }

        try
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                Field(ref json, ref fields);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new JsonException(e.Message, e);
        }

        if (fields.Outcome is not { } outcome || fields.Index < 0)
        {
            throw new JsonException($"'{(fields.Index < 0 ? "index" : "outcome")}' is missing or unknown");
        }

        return fields.Observation with
        {
            Index = fields.Index,
            Outcome = outcome,
            Stage = fields.Stage ?? UnsentStage(outcome, fields.Observation.EndS, steadyStartS, steadyEndS),
        };
    }

    // One that failed before it could be sent has no stage in its record.
    private static RunStage UnsentStage(Outcome outcome, double endS, double? startS, double? steadyEndS) =>
        outcome == Outcome.Cancelled ? RunStage.Unsent
        : startS is null || endS <= startS ? RunStage.Ramp
        : endS <= steadyEndS ? RunStage.Steady
        : RunStage.Drain;

    private static void Field(ref Utf8JsonReader json, ref Fields fields)
    {
        string name = json.GetString()!;
        json.Read();
        switch (name)
        {
            case "index":
                fields.Index = json.GetInt32();
                break;
            case "outcome":
                fields.Outcome = json.GetString() is { } outcomeName && s_outcomes.TryGetValue(outcomeName, out Outcome outcome) ? outcome : null;
                break;
            case "phase":
                fields.Stage = json.GetString() switch
                {
                    "ramp" => RunStage.Ramp,
                    "steady" => RunStage.Steady,
                    "drain" => RunStage.Drain,
                    var other => throw new JsonException($"the phase '{other}' is unknown"),
                };
                break;
            case "turn":
                fields.Observation = fields.Observation with { Turn = json.GetInt32() };
                break;
            case "input_tokens":
                fields.Observation = fields.Observation with { InputTokens = json.GetInt32() };
                break;
            case "requested_input_tokens":
                fields.Observation = fields.Observation with { RequestedInputTokens = json.GetInt32() };
                break;
            case "output_tokens":
                fields.Observation = fields.Observation with { OutputTokens = json.GetInt32() };
                break;
            default:
                if (json.TokenType == JsonTokenType.Number)
                {
                    fields.Observation = WithTime(fields.Observation, name, json.GetDouble());
                }

                json.Skip();
                break;
        }
    }

    private static Observation WithTime(in Observation observation, string name, double value)
    {
        Observation timed = With(observation, name, value);
        return Math.Abs(value) <= TimeMax || timed == observation ? timed : throw new JsonException($"'{name}' is no time");
    }

    private static Observation With(in Observation observation, string name, double value) => name switch
    {
        "intended_s" => observation with { IntendedS = value },
        "send_s" => observation with { SendS = value },
        "end_s" => observation with { EndS = value },
        "ttft_ms" => observation with { TtftMs = value },
        "ttft_intended_ms" => observation with { TtftIntendedMs = value },
        "ttfvt_ms" => observation with { TtfvtMs = value },
        "tpot_ms" => observation with { TpotMs = value },
        "itl_max_ms" => observation with { ItlMaxMs = value },
        "itl_p99_ms" => observation with { ItlP99Ms = value },
        "e2e_ms" => observation with { E2eMs = value },
        _ => observation,
    };

    // What a record leaves out was not there.
    private struct Fields()
    {
        public int Index = -1;
        public Outcome? Outcome;
        public RunStage? Stage;
        public Observation Observation = new()
        {
            Index = 0,
            Outcome = default,
            SendS = double.NaN,
            TtftMs = double.NaN,
            TtftIntendedMs = double.NaN,
            TtfvtMs = double.NaN,
            TpotMs = double.NaN,
            ItlMaxMs = double.NaN,
            ItlP99Ms = double.NaN,
            E2eMs = double.NaN,
            Turn = 1,
        };
    }
}
