using System.Text.Json;
using LoadGen.Configuration;
using LoadGen.Verdicts.Objectives;

namespace LoadGen.Verdicts.Settings;

/// <summary>The load of an SLA, read as far as a verdict needs it; bench's own options check the rest.</summary>
public sealed class SlaLoad
{
    // Keys under which requests begin when they are due, whatever became of the others.
    private static readonly string[] s_schedules = ["rate", "trace", "session_rate", "recorded_starts"];

    private readonly IReadOnlyDictionary<string, JsonElement> _keys;

    internal SlaLoad(IReadOnlyDictionary<string, JsonElement> keys) => _keys = keys;

    /// <summary>Requests at once; null where the file does not say.</summary>
    public int? Concurrency => Whole("concurrency");

    /// <summary>Requests a second; null in a closed loop.</summary>
    public double? RateRps => _keys.TryGetValue("rate", out JsonElement rate) ? rate.GetDouble() : null;

    /// <summary>Requests to make; null where the time alone ends the run.</summary>
    public int? Requests => Whole("requests");

    /// <summary>How long requests are started; null where their number alone ends the run.</summary>
    public TimeSpan? Duration => _keys.TryGetValue("duration", out JsonElement duration) ? DurationOf(duration) : null;

    /// <summary>What the file says, as text by key.</summary>
    public IReadOnlyDictionary<string, string> Stated => _keys.ToDictionary(key => key.Key, key => Units.TextOf(key.Value));

    /// <summary>Bench's arguments for it, such as <c>--rate 10 --isl 1024</c>, in the file's order.</summary>
    /// <param name="folder">The folder of the SLA's file, which files that it names are relative to; null leaves them as they are.</param>
    public IReadOnlyList<string> Arguments(string? folder)
    {
        var arguments = new List<string>();
        foreach ((string key, JsonElement value) in _keys)
        {
            if (value.ValueKind == JsonValueKind.False)
            {
                continue;
            }

            arguments.Add("--" + key.Replace('_', '-'));
            if (value.ValueKind != JsonValueKind.True)
            {
                string text = Units.TextOf(value);
                arguments.Add(folder is not null && LoadKeys.Files.Contains(key) ? Path.Combine(folder, text) : text);
            }
        }

        return arguments;
    }

    internal static void Check(IReadOnlyDictionary<string, JsonElement> keys, ProblemList problems)
    {
        foreach ((string key, JsonElement value) in keys)
        {
            string path = $"load.{key}";
            if (!LoadKeys.All.Contains(key))
            {
                string hint = Spelling.Nearest(key, LoadKeys.All) is { } nearest ? $"did you mean '{nearest}'? " : "";
                problems.Add(path, $"unknown key; {hint}accepted: bench's options of workload and schedule, with underscores: {string.Join(", ", LoadKeys.All)}");
            }
            else if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                problems.Add(path, $"found {Units.TextOf(value)}; accepted: one value, as bench's --{key.Replace('_', '-')} takes it");
            }
            else if (ProblemOf(key, value) is { } accepted)
            {
                problems.Add(path, $"found {Units.TextOf(value)}; accepted: {accepted}");
            }
        }

        Kind(keys, problems);
    }

    internal static void CheckAvailability(IReadOnlyDictionary<string, JsonElement> keys, IReadOnlyList<ObjectiveSection> objectives, ProblemList problems)
    {
        for (int i = 0; i < objectives.Count; i++)
        {
            // A load without any kind is refused already.
            if (objectives[i].Metric == ObjectiveMetric.Availability && ScheduleOf(keys) is null && LoadKeys.Kinds.Any(keys.ContainsKey))
            {
                problems.Add($"objectives[{i}].metric", $"availability counts windows by the requests due in them, and in a closed loop none is due while the endpoint hangs: five minutes of it would be one window; accepted: a load with {string.Join(", ", s_schedules.SkipLast(1))} or {s_schedules[^1]}");
            }
        }
    }

    private static string? ScheduleOf(IReadOnlyDictionary<string, JsonElement> keys) =>
        s_schedules.FirstOrDefault(key => keys.TryGetValue(key, out JsonElement value) && value.ValueKind != JsonValueKind.False);

    private static string? ProblemOf(string key, JsonElement value) => key switch
    {
        "concurrency" or "requests" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int whole) && whole > 0 ? null : "a whole number from 1",
        "rate" => value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0 ? null : "requests a second, a number above 0",
        "duration" => DurationOf(value) is { Ticks: > 0 } ? null : "a time above 0, such as 10m",
        _ => null,
    };

    private static void Kind(IReadOnlyDictionary<string, JsonElement> keys, ProblemList problems)
    {
        string[] kinds = [.. LoadKeys.Kinds.SkipLast(1).Where(keys.ContainsKey)];
        if (kinds.Length > 1)
        {
            problems.Add($"load.{kinds[1]}", $"{string.Join(" and ", kinds)} exclude each other; accepted: one of them");
        }
        else if (keys.ContainsKey("concurrency") && ScheduleOf(keys) is { } schedule)
        {
            problems.Add("load.concurrency", $"accepted: {schedule} without it. Behind a limit the requests that are due wait, and latencies from the send do not show it");
        }
        else if (kinds.Length == 0 && !keys.ContainsKey("concurrency"))
        {
            problems.Add("load", $"says no load; accepted: one of {string.Join(", ", LoadKeys.Kinds)}: an objective holds under a stated load, or says nothing");
        }
        else if (!keys.ContainsKey("requests") && !keys.ContainsKey("duration") && !keys.ContainsKey("trace") && !keys.ContainsKey("sessions"))
        {
            problems.Add("load", "says no end; accepted: duration, such as 10m, or requests: the most that a check spends");
        }
    }

    // Bench takes bare numbers as seconds.
    private static TimeSpan? DurationOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.GetDouble() is > 0 and < 1e8 and { } seconds => TimeSpan.FromSeconds(seconds),
        JsonValueKind.String => Units.Time(value.GetString()!),
        _ => null,
    };

    private int? Whole(string key) => _keys.TryGetValue(key, out JsonElement value) ? value.GetInt32() : null;
}
