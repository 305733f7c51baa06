using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using LoadGen.Inference;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Running.Sessions;
using LoadGen.Transport.Http;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Sessions;

namespace LoadGen.Cli.Options;

/// <summary>Requests that are turns of sessions.</summary>
internal sealed class SessionArguments
{
    private readonly Option<string?> _file = Syntax.Text("--sessions", "FILE", "Replay the conversations of a dataset turn by turn (docs/sessions.md): --concurrency sessions at once, each turn after the one before and its gap.");
    private readonly Option<double?> _rate = Syntax.Number("--session-rate", "Begin so many sessions a second, on schedule whatever became of the others (open loop).", 0, aboveMin: true);
    private readonly Option<bool> _recorded = Syntax.Flag("--recorded-starts", "Begin each session when the dataset says (open loop).");
    private readonly Option<double?> _speedup = Syntax.Number("--speedup", "Replay recorded starts and gaps this many times as fast: 60 makes an hour a minute. Default: 1.", 0, aboveMin: true);
    private readonly Option<TimeSpan?> _longestGap = Syntax.Duration("--longest-gap", "Cut recorded gaps to this, before --speedup. Default: no cut.");
    private readonly Option<string?> _think = Syntax.Text("--think-time", "GAP", "Gap between a turn's end and the next: recorded, a duration (0, 2s), exp:MEAN, or uniform:LEAST-MOST. Default: recorded, none where the dataset has none.");
    private readonly Option<string?> _history = Syntax.Choice("--history", "Whose answers later turns hold: recorded, or the server's own. Default: recorded.", "recorded", "server");
    private readonly Option<string?> _onFailure = Syntax.Choice("--on-turn-failure", "A failed turn ends its session, or it goes on with the recorded answer. Default: end.", "end", "continue");
    private readonly Option<string?> _header = Syntax.Text("--session-header", "NAME", "Send each session's name in this header, for routers that keep sessions together (loadgen route: x-session-id). Default: none.");

    /// <summary>The options that only sessions have a use for.</summary>
    public IEnumerable<Option> All => [_file, .. Needing];

    private IEnumerable<Option> Needing => [_rate, _recorded, _speedup, _longestGap, _think, _history, _onFailure, _header];

    /// <summary>Requests are turns of sessions.</summary>
    public bool IsAsked(ParseResult parse) => parse.GetValue(_file) is not null;

    /// <summary>Sessions begin by a schedule.</summary>
    public bool IsScheduled(ParseResult parse) => parse.GetValue(_recorded) || Rate(parse) is not null;

    /// <summary>Sessions a second; null for no such schedule.</summary>
    public double? Rate(ParseResult parse) => parse.GetValue(_rate);

    /// <summary>Names what cannot be.</summary>
    public void RefuseImpossible(ParseResult parse, Option repeat, Problems problems)
    {
        foreach (Option option in IsAsked(parse) ? [] : Needing)
        {
            if (parse.GetResult(option) is { Implicit: false })
            {
                problems.Add($"{option.Name} needs --sessions");
            }
        }

        if (parse.GetValue(_recorded) && Rate(parse) is not null)
        {
            problems.Add("--session-rate and --recorded-starts exclude each other: keep one");
        }

        if (parse.GetValue(_recorded) && parse.GetResult(repeat) is { Implicit: false })
        {
            problems.Add($"--recorded-starts and {repeat.Name} exclude each other: the dataset says when its sessions begin, once");
        }

        if (ReadThinkTime(parse) is null)
        {
            problems.Add($"--think-time: '{parse.GetValue(_think)}' is not recorded, a duration such as 0 or 2s, exp:MEAN such as exp:2s, or uniform:LEAST-MOST such as uniform:1s-5s");
        }

        if (parse.GetValue(_header) is { } name)
        {
            CheckHeader(name, problems);
        }
    }

    /// <summary>Opens the sessions.</summary>
    public WorkloadChoice Read(ParseResult parse, DatasetArguments dataset, SessionsCommon common)
    {
        bool isRecorded = parse.GetValue(_recorded);
        bool isEndless = !isRecorded && (common.Requests ?? (object?)common.Duration) is not null;
        var time = new TimeScale { Speedup = parse.GetValue(_speedup) ?? 1, LongestGap = parse.GetValue(_longestGap) };
        ConversationSource source = dataset.OpenSessions(parse, parse.GetValue(_file)!, common.Api, common.Seed, time, isEndless);
        SessionHistory history = parse.GetValue(_history) == "server" ? SessionHistory.Server : SessionHistory.Recorded;
        if (history == SessionHistory.Server && source.Content != PromptContent.Messages)
        {
            throw new UsageException("--history server: this dataset has lengths and no text, so there is nothing that the server's answers could be put into; use recorded");
        }

        var prompts = new DatasetWorkloadOptions
        {
            OutputTokens = dataset.OutputTokens(parse),
            Seed = common.Seed,
            VocabularySize = common.Vocabulary,
        };
        var sessions = new SessionOptions
        {
            Source = source,
            Prompts = prompts,
            ThinkTime = ReadThinkTime(parse)!,
            History = history,
            OnTurnFailure = parse.GetValue(_onFailure) == "continue" ? OnTurnFailure.Continue : OnTurnFailure.End,
            Header = parse.GetValue(_header),
            Starts = isRecorded ? SessionStarts.Recorded : Rate(parse) is null ? SessionStarts.WhenOneEnds : SessionStarts.Scheduled,
            Schedule = Rate(parse) is { } rate
                ? Arrivals.Open(rate, common.Burstiness, common.Shape, isEndless ? null : source.Count, common.Duration, common.Seed)
                : null,
        };
        return Choice(sessions, common);
    }

    /// <summary>Says in the result what was chosen.</summary>
    public void Describe(JsonObject configuration, ParseResult parse)
    {
        bool isAsked = IsAsked(parse);
        configuration["sessions"] = parse.GetValue(_file);
        configuration["session_rate"] = Rate(parse);
        configuration["recorded_starts"] = isAsked ? parse.GetValue(_recorded) : null;
        configuration["speedup"] = isAsked ? parse.GetValue(_speedup) ?? 1 : null;
        configuration["longest_gap_s"] = parse.GetValue(_longestGap)?.TotalSeconds;
        configuration["think_time"] = isAsked ? parse.GetValue(_think) ?? "recorded" : null;
        configuration["history"] = isAsked ? parse.GetValue(_history) ?? "recorded" : null;
        configuration["on_turn_failure"] = isAsked ? parse.GetValue(_onFailure) ?? "end" : null;
        configuration["session_header"] = parse.GetValue(_header);
    }

    private static WorkloadChoice Choice(SessionOptions sessions, SessionsCommon common)
    {
        ConversationSource source = sessions.Source;
        var about = new SessionWorkload(source, $"{sessions.ThinkTime.Description}, {(sessions.History == SessionHistory.Server ? "the server's" : "recorded")} answers");
        var warmup = new DatasetWorkload(source, sessions.Prompts);
        PromptFormat sent = source.Content == PromptContent.Messages ? PromptFormat.Messages : common.Format;
        return new WorkloadChoice(about, warmup.ForWarmup(int.MaxValue), sent, null, common.Seed)
        {
            Sessions = sessions,
            Requests = common.Requests,
            Duration = common.Duration,
            Mode = sessions.IsOpen ? "open_loop" : "closed_loop",
            ScheduleDescription = sessions.Starts switch
            {
                SessionStarts.Recorded => "sessions begin as recorded",
                SessionStarts.Scheduled => "sessions begin by " + sessions.Schedule!.Description,
                _ => string.Create(CultureInfo.InvariantCulture, $"closed loop, {common.Concurrency} sessions"),
            },
        };
    }

    private ThinkTime? ReadThinkTime(ParseResult parse)
    {
        string text = parse.GetValue(_think) ?? "recorded";
        if (text == "recorded")
        {
            return ThinkTime.Recorded;
        }

        if (text.StartsWith("exp:", StringComparison.Ordinal))
        {
            return Syntax.ParseDuration(text[4..]) is { Ticks: > 0 } mean ? ThinkTime.Exponential(mean) : null;
        }

        if (text.StartsWith("uniform:", StringComparison.Ordinal))
        {
            string[] ends = text[8..].Split('-');
            return ends.Length == 2 && Syntax.ParseDuration(ends[0]) is { } least && Syntax.ParseDuration(ends[1]) is { } most && least < most
                ? ThinkTime.Uniform(least, most)
                : null;
        }

        return Syntax.ParseDuration(text) is { } gap ? ThinkTime.Fixed(gap) : null;
    }

    /// <summary>Refuses a session header that the requests have already: the server would see two.</summary>
    public void RefuseTwice(ParseResult parse, IReadOnlyList<KeyValuePair<string, string>> headers, Problems problems)
    {
        if (parse.GetValue(_header) is { } name && headers.Any(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add($"--session-header {name}: requests have that header already, from --header, the API key or the API; a request has it once");
        }
    }

    private static void CheckHeader(string name, Problems problems)
    {
        try
        {
            HttpRequestTemplate.CheckOwnHeader(name);
        }
        catch (ArgumentException e)
        {
            problems.Add("--session-header: " + e.Message);
        }
    }
}

/// <summary>What sessions have in common with other requests.</summary>
internal sealed record SessionsCommon(
    IInferenceApi Api, PromptFormat Format, int? Concurrency, int? Requests, TimeSpan? Duration, double Burstiness, ArrivalShape Shape, int Vocabulary, long Seed);
