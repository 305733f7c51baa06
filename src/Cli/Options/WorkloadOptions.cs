using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.Inference;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Running.Sessions;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Datasets.Synthesis;
using LoadGen.Workloads.RandomTexts;

namespace LoadGen.Cli.Options;

/// <summary>What is asked for, when, and how often.</summary>
internal sealed class WorkloadOptions
{
    private const int DefaultWarmupLimit = 64;
    private const int DefaultVocabulary = 32000;

    private readonly Option<int?> _isl = Syntax.Integer("--isl", "Input length in tokens. Default: 1024.", 1);
    private readonly Option<int?> _osl = Syntax.Integer("--osl", "Output length in tokens. Default: 128.", 1);
    private readonly Option<double?> _range = Syntax.Number("--range-ratio", "Lengths are uniform in [ratio × length, length], as InferenceX (which uses 0.8). Default: 1.", 0, 1);
    private readonly Option<int?> _prefix = Syntax.Integer("--prefix-tokens", "Tokens in front of every prompt that all requests share. Default: 0.", 0);
    private readonly Option<int?> _vocabulary = Syntax.Integer("--vocab-size", "Token ids are drawn below this. Default: the --tokenizer's, without added tokens; else 32000, for words 2^30.", 2);
    private readonly Option<string?> _format = Syntax.Choice("--prompt-format", "How prompts are sent: ids (exact length; for APIs that take them), words (one common word a token) or text (exact length, by --tokenizer). Default: text with --tokenizer, else ids where the API takes them.", "ids", "words", "text");
    private readonly PromptTextOptions _text = new();
    private readonly Option<string?> _trace = Syntax.Text("--trace", "FILE", "Replay a trace: Mooncake JSONL (timestamp, input_length, output_length, hash_ids), Azure CSV (TIMESTAMP,ContextTokens,GeneratedTokens), or BurstGPT CSV.");
    private readonly Option<string?> _traceFormat = Syntax.Choice("--trace-format", "The trace's format. Default: told from the file.", "mooncake", "azure", "burstgpt");
    private readonly Option<double?> _traceSpeed = Syntax.Number("--trace-speed", "Replay this many times as fast. Default: 1.", 0, aboveMin: true);
    private readonly Option<int?> _traceLimit = Syntax.Integer("--trace-limit", "Replay only the first N requests.", 1);
    private readonly DatasetArguments _dataset = new();
    private readonly SessionArguments _sessions = new();
    private readonly CounterOption _counter = CounterOption.OfAnswers();
    private readonly Option<int?> _concurrency = Syntax.Integer("--concurrency", "Streams at once, with --sessions sessions. Alone: a closed loop of exactly so many. With --rate, --trace, --session-rate or --recorded-starts: a limit. Default: 1 without these.", 1, 1_000_000);
    private readonly Option<TimeSpan?> _rampUp = Syntax.DurationOrZero("--ramp-up", "Start the streams of a closed loop evenly over so long; 0s starts all at once. Default: one each 0.25 ms on each event loop, so that first tokens are read on time.");
    private readonly Option<double?> _rate = Syntax.Number("--rate", "Requests a second, started on schedule whatever the server does (open loop).", 0, aboveMin: true);
    private readonly Option<string?> _arrivals = Syntax.Choice("--arrivals", "Gaps between arrivals under --rate and --session-rate: gamma (see --burstiness) or constant. Default: gamma.", "gamma", "constant");
    private readonly Option<double?> _burstiness = Syntax.Number("--burstiness", "Shape of the gamma-distributed gaps, as vLLM: 1 is Poisson, below 1 is burstier. Default: 1.", 0, aboveMin: true);
    private readonly Option<int?> _requests = Syntax.Integer("--requests", "Requests to make, of sessions their turns. Default: all turns of --sessions; else 10 × concurrency, as InferenceX, if --duration is not given either.", 1);
    private readonly Option<TimeSpan?> _duration = Syntax.Duration("--duration", "Start requests for so long; those under way at its end are finished.");
    private readonly Option<int?> _warmup = Syntax.Integer("--warmup", "Requests before the measurement, with prompts of their own. Default: one for each stream, at most 64.", 0);
    private readonly Option<long?> _seed = Syntax.Long("--seed", "Fixes prompts, lengths, order and schedule; the same seed gives InferenceX's lengths. Default: 0.", 0, uint.MaxValue);

    public void AddTo(Command command)
    {
        Option[] own =
        [
            _concurrency, _rampUp, _rate, _arrivals, _burstiness, _requests, _duration, _warmup, _isl, _osl, _range, _prefix, _vocabulary, _format, .. _text.All,
            _trace, _traceFormat, _traceSpeed, _traceLimit,
        ];
        foreach (Option option in (IEnumerable<Option>)[.. own, .. _dataset.All, .. _sessions.All, _counter.Option, _seed])
        {
            command.Options.Add(option);
        }
    }

    public WorkloadChoice? Read(ParseResult parse, IInferenceApi? api, JsonElement? extraBody, Problems problems, JsonObject configuration)
    {
        bool isTrace = parse.GetValue(_trace) is not null;
        RefuseImpossible(parse, api, isTrace, problems);
        if (problems.Any)
        {
            return null;
        }

        PromptFormat format = ReadFormat(parse, api!);
        int? concurrency = parse.GetValue(_concurrency) ?? (isTrace || parse.GetValue(_rate) is not null || _sessions.IsScheduled(parse) ? null : 1);
        int warmup = parse.GetValue(_warmup) ?? Math.Min(concurrency ?? 1, DefaultWarmupLimit);
        WorkloadChoice choice = (isTrace ? ReadTrace(parse, format, problems)
            : _sessions.IsAsked(parse) ? ReadSessions(parse, api!, format, concurrency)
            : _dataset.Asked(parse) is not null ? ReadDataset(parse, api!, format, concurrency)
            : ReadRandom(parse, api!, extraBody, format, concurrency)) with
        {
            Concurrency = concurrency,
            RampUp = parse.GetValue(_rampUp),
            WarmupRequests = warmup,
            Counter = _counter.Read(parse),
        };
        if (choice.Workload is { Count: { } available } && parse.GetValue(_requests) is { } wanted && wanted > available)
        {
            string remedy = isTrace ? "ask for at most so many" : "ask for at most so many, or --dataset-repeat";
            problems.Add($"--requests {wanted}: the {(isTrace ? "trace" : "dataset")} holds {available} requests; {remedy}");
        }

        Describe(configuration, parse, choice);
        return problems.Any ? null : choice;
    }

    /// <summary>Refuses a header of the workload's own that the target's requests have already.</summary>
    public void RefuseTwice(ParseResult parse, IReadOnlyList<KeyValuePair<string, string>> headers, Problems problems) =>
        _sessions.RefuseTwice(parse, headers, problems);

    private void RefuseImpossible(ParseResult parse, IInferenceApi? api, bool isTrace, Problems problems)
    {
        void Exclude(string present, params Option[] others)
        {
            foreach (Option other in others)
            {
                // A flag that is not given has a result all the same.
                if (parse.GetResult(other) is { Implicit: false })
                {
                    problems.Add($"{present} and {other.Name} exclude each other: keep one");
                }
            }
        }

        void Need(Option option, string needed, bool isThere)
        {
            if (!isThere && parse.GetResult(option) is not null)
            {
                problems.Add($"{option.Name} needs {needed}");
            }
        }

        Need(_rampUp, "a closed loop: --concurrency without --rate, --trace, --session-rate and --recorded-starts", !isTrace && !_sessions.IsScheduled(parse) && parse.GetResult(_rate) is null);
        if (parse.GetValue(_rampUp) is { } rampUp && parse.GetValue(_duration) is { } duration && rampUp >= duration)
        {
            problems.Add("--ramp-up: the streams must all have begun before --duration is over; make it shorter");
        }

        if (isTrace)
        {
            Exclude("--trace", [_isl, _osl, _range, _prefix, _rate, .. _text.All, .. _dataset.All, .. _sessions.All]);
        }

        bool hasSessions = _sessions.IsAsked(parse);
        if (hasSessions)
        {
            Exclude("--sessions", [_isl, _osl, _range, _prefix, _rate, .. _text.All, _dataset.File, _dataset.Turn]);
        }

        _sessions.RefuseImpossible(parse, _dataset.Repeat, problems);
        _dataset.RefuseImpossible(parse, hasPrefix: parse.GetValue(_prefix) > 0, hasSessions, problems);
        if (_dataset.Asked(parse) is { } dataset)
        {
            Exclude(dataset, [.. dataset == "--dataset" ? (Option[])[_isl, _osl, _range, _prefix] : [], .. _text.All]);
        }

        _text.RefuseImpossible(parse, api, parse.GetValue(_format), problems);

        Need(_traceFormat, "--trace", isTrace);
        Need(_traceSpeed, "--trace", isTrace);
        Need(_traceLimit, "--trace", isTrace);
        bool hasRate = parse.GetResult(_rate) is not null;
        Need(_arrivals, "--rate or --session-rate", hasRate || _sessions.Rate(parse) is not null);
        Need(_burstiness, "--rate or --session-rate", hasRate || _sessions.Rate(parse) is not null);
        if (parse.GetValue(_arrivals) == "constant")
        {
            Exclude("--arrivals constant", _burstiness);
        }

        if (hasRate && parse.GetResult(_requests) is null && parse.GetResult(_duration) is null)
        {
            problems.Add("--rate needs --requests or --duration to know when to end");
        }

        double ratio = parse.GetValue(_range) ?? 1;
        if ((parse.GetValue(_isl) ?? 1024) * ratio < 1 || (parse.GetValue(_osl) ?? 128) * ratio < 1)
        {
            problems.Add("--range-ratio: lengths of 0 tokens could be drawn; raise --range-ratio, --isl or --osl");
        }

        if (parse.GetValue(_format) == "ids" && api is not null && !api.Traits.Prompts.HasFlag(PromptKinds.TokenIds))
        {
            problems.Add($"--prompt-format ids: the {api.Name} API takes no token ids; use words, or --api completions");
        }

        if (parse.GetValue(_format) == "words" && api is not null && !api.Traits.Prompts.HasFlag(PromptKinds.Text))
        {
            problems.Add($"--prompt-format words: the {api.Name} API takes token ids only; use ids");
        }
    }

    private PromptFormat ReadFormat(ParseResult parse, IInferenceApi api) => parse.GetValue(_format) switch
    {
        "ids" => PromptFormat.TokenIds,
        "words" => PromptFormat.Words,
        _ when _text.IsAsked(parse) => PromptFormat.Text,
        _ => api.Traits.Prompts.HasFlag(PromptKinds.TokenIds) ? PromptFormat.TokenIds : PromptFormat.Words,
    };

    private WorkloadChoice ReadRandom(ParseResult parse, IInferenceApi api, JsonElement? extraBody, PromptFormat format, int? concurrency)
    {
        long seed = parse.GetValue(_seed) ?? 0;
        int? requests = parse.GetValue(_requests) ?? (parse.GetValue(_duration) is null ? 10 * concurrency : null);
        var options = new RandomWorkloadOptions
        {
            InputTokens = parse.GetValue(_isl) ?? 1024,
            OutputTokens = parse.GetValue(_osl) ?? 128,
            RangeRatio = parse.GetValue(_range) ?? 1,
            PrefixTokens = parse.GetValue(_prefix) ?? 0,
            VocabularySize = Vocabulary(parse, format),
            Seed = seed,
            Count = requests,
        };
        if (format == PromptFormat.Text)
        {
            RandomTextOptions texts = _text.Read(parse, api, options, parse.GetValue(_vocabulary) is not null, extraBody);
            return Timed(parse, new RandomTextWorkload(texts), RandomTextWorkload.ForWarmup(texts, null), format, requests, concurrency) with { VocabularySize = texts.Lengths.VocabularySize };
        }

        return Timed(parse, new RandomWorkload(options), RandomWorkload.ForWarmup(options, null), format, requests, concurrency);
    }

    // As random prompts are asked: in a closed loop, or at a rate. What a dataset has beyond that is its times, which sessions keep.
    private WorkloadChoice ReadDataset(ParseResult parse, IInferenceApi api, PromptFormat format, int? concurrency)
    {
        long seed = parse.GetValue(_seed) ?? 0;
        TimeSpan? duration = parse.GetValue(_duration);
        int? asked = parse.GetValue(_requests) ?? (duration is null ? 10 * concurrency : null);
        DatasetWorkload workload = _dataset.IsMadeUp(parse)
            ? _dataset.MakeUp(parse, SharedPrefix(parse, asked, seed), Vocabulary(parse, format))
            : _dataset.Open(parse, api, seed, Vocabulary(parse, format), isEndless: asked is null);
        int? requests = parse.GetResult(_requests) is null && asked > workload.Count ? workload.Count : asked;
        PromptFormat sent = workload.Content == PromptContent.Messages ? PromptFormat.Messages : format;
        return Timed(parse, workload, workload.ForWarmup(int.MaxValue), sent, requests, concurrency);
    }

    private WorkloadChoice ReadSessions(ParseResult parse, IInferenceApi api, PromptFormat format, int? concurrency)
    {
        TimeSpan? duration = parse.GetValue(_duration);
        int? requests = parse.GetValue(_requests);
        var common = new SessionsCommon(
            api, format, concurrency, requests, duration, parse.GetValue(_burstiness) ?? 1,
            parse.GetValue(_arrivals) == "constant" ? ArrivalShape.Constant : ArrivalShape.Gamma, Vocabulary(parse, format), parse.GetValue(_seed) ?? 0);
        return _sessions.Read(parse, _dataset, common);
    }

    private SharedPrefixOptions SharedPrefix(ParseResult parse, int? requests, long seed) => new()
    {
        Groups = 1,
        Count = requests ?? int.MaxValue,
        PrefixTokens = parse.GetValue(_prefix) ?? 0,
        SuffixTokens = parse.GetValue(_isl) ?? 1024,
        OutputTokens = parse.GetValue(_osl) ?? 128,
        RangeRatio = parse.GetValue(_range) ?? 1,
        Seed = seed,
    };

    private WorkloadChoice Timed(ParseResult parse, Workload workload, Workload warmup, PromptFormat format, int? requests, int? concurrency)
    {
        long seed = parse.GetValue(_seed) ?? 0;
        double? rate = parse.GetValue(_rate);
        TimeSpan? duration = parse.GetValue(_duration);
        double burstiness = parse.GetValue(_burstiness) ?? 1;
        ArrivalSchedule? arrivals = rate is { } r
            ? Arrivals.Open(r, burstiness, parse.GetValue(_arrivals) == "constant" ? ArrivalShape.Constant : ArrivalShape.Gamma, requests, duration, seed)
            : null;
        return new WorkloadChoice(workload, warmup, format, arrivals, seed)
        {
            Requests = requests,
            Duration = duration,
            RateRps = rate,
            Burstiness = burstiness,
            Mode = rate is null ? "closed_loop" : "open_loop",
            ScheduleDescription = arrivals?.Description ?? $"closed loop, {concurrency} streams",
        };
    }

    private WorkloadChoice ReadTrace(ParseResult parse, PromptFormat format, Problems problems)
    {
        string path = parse.GetValue(_trace)!;
        long seed = parse.GetValue(_seed) ?? 0;
        var options = new TraceOptions
        {
            Format = parse.GetValue(_traceFormat) switch { "mooncake" => TraceFormat.Mooncake, "azure" => TraceFormat.Azure, "burstgpt" => TraceFormat.BurstGpt, _ => null },
            Speed = parse.GetValue(_traceSpeed) ?? 1,
            Limit = parse.GetValue(_traceLimit),
            Seed = seed,
            VocabularySize = Vocabulary(parse, format),
        };
        TraceWorkload trace;
        try
        {
            trace = TraceFile.Open(path, options);
        }
        catch (TraceFormatException e)
        {
            throw new UsageException("--trace: " + e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(File.Exists(path)
                ? $"--trace: {path} cannot be read ({Measurement.Results.RunFolder.Reason(e)})"
                : $"--trace: {path} does not exist");
        }

        TimeSpan? duration = parse.GetValue(_duration);
        int? requests = parse.GetValue(_requests);
        var arrivals = new TraceArrivals(trace, requests, duration is { } d ? d.Ticks * 100 : null);
        return new WorkloadChoice(trace, trace.ForWarmup(int.MaxValue), format, arrivals, seed)
        {
            Requests = requests ?? (duration is null ? trace.Count : null),
            Duration = duration,
            Mode = "trace",
            ScheduleDescription = arrivals.Description,
        };
    }

    // Words are chosen by all ids up to theirs, so they need no vocabulary's ids, only so many that prompts do not start alike.
    private int Vocabulary(ParseResult parse, PromptFormat format) =>
        parse.GetValue(_vocabulary) ?? (format == PromptFormat.Words ? WordList.IdCount : DefaultVocabulary);

    private void Describe(JsonObject configuration, ParseResult parse, WorkloadChoice choice)
    {
        bool isTrace = choice.Mode == "trace";
        bool isRecorded = isTrace || choice.Sessions is not null || _dataset.Asked(parse) is "--dataset";
        configuration["concurrency"] = choice.Concurrency;
        configuration["ramp_up_s"] = choice.RampUp?.TotalSeconds;
        configuration["rate_rps"] = choice.RateRps;
        configuration["arrivals"] = choice.RateRps is null && _sessions.Rate(parse) is null ? null : parse.GetValue(_arrivals) ?? "gamma";
        configuration["burstiness"] = choice.RateRps is null ? null : choice.Burstiness;
        configuration["requests"] = choice.Requests;
        configuration["duration_s"] = choice.Duration?.TotalSeconds;
        configuration["warmup"] = choice.WarmupRequests;
        configuration["isl"] = isRecorded ? null : parse.GetValue(_isl) ?? 1024;
        configuration["osl"] = isRecorded ? null : parse.GetValue(_osl) ?? 128;
        configuration["range_ratio"] = isRecorded ? null : parse.GetValue(_range) ?? 1;
        configuration["prefix_tokens"] = isRecorded ? null : parse.GetValue(_prefix) ?? 0;
        configuration["vocab_size"] = choice.VocabularySize ?? Vocabulary(parse, choice.Format);
        configuration["prompt_format"] = choice.Format switch { PromptFormat.TokenIds => "ids", PromptFormat.Words => "words", PromptFormat.Text => "text", _ => "messages" };
        _text.Describe(configuration, parse);
        configuration["trace"] = parse.GetValue(_trace);
        configuration["trace_format"] = isTrace ? ((TraceWorkload)choice.Workload).Format.ToString().ToLowerInvariant() : null;
        configuration["trace_speed"] = isTrace ? parse.GetValue(_traceSpeed) ?? 1 : null;
        configuration["trace_limit"] = parse.GetValue(_traceLimit);
        _dataset.Describe(configuration, parse);
        _sessions.Describe(configuration, parse);
        _counter.Describe(configuration, parse);
        configuration["seed"] = choice.Seed;
    }
}

/// <summary>A workload and its schedule as the user chose them.</summary>
internal sealed record WorkloadChoice(Workload Workload, Workload Warmup, PromptFormat Format, ArrivalSchedule? Arrivals, long Seed)
{
    /// <summary>The requests are turns of these; null where each stands for itself.</summary>
    public SessionOptions? Sessions { get; init; }

    /// <summary>Counts the tokens of answers; null counts none.</summary>
    public ITokenCounter? Counter { get; init; }

    /// <summary>Requests, or sessions, begin by a schedule.</summary>
    public bool IsScheduled => Sessions?.IsOpen ?? Arrivals is not null;

    public int? Concurrency { get; init; }

    public TimeSpan? RampUp { get; init; }

    public int? Requests { get; init; }

    public TimeSpan? Duration { get; init; }

    public int WarmupRequests { get; init; }

    public double? RateRps { get; init; }

    public double Burstiness { get; init; } = 1;

    /// <summary>The vocabulary's size where a tokenizer says it.</summary>
    public int? VocabularySize { get; init; }

    public required string Mode { get; init; }

    public required string ScheduleDescription { get; init; }
}
