using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Searching;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Cli.Options;

/// <summary>All options of <c>check</c>, in the order of its help.</summary>
internal sealed class CheckArguments
{
    // Bench waits for InferenceX's six hours. A check must end: a request that hangs is judged when its time is over.
    private static readonly TimeSpan s_requestTimeout = TimeSpan.FromMinutes(10);

    private readonly Argument<string?> _sla = new("FILE|NAME")
    {
        Description = $"The SLA: a file, or one of {string.Join(", ", SlaSource.BuiltIn)}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> _requests = Syntax.Integer("--requests", "Requests to make at most, instead of the SLA's number.", 1);
    private readonly Option<TimeSpan?> _duration = Syntax.Duration("--duration", "Start requests for so long at most, instead of the SLA's time.");
    private readonly Option<bool> _noStopEarly = Syntax.Flag("--no-stop-early", "Make the whole load and look once, at its end. Default: as the SLA says, which is to end as soon as the verdict is certain.");
    private readonly Option<string?> _findMax = Syntax.Choice("--find-max", "Search for the highest rate or concurrency at which the SLA holds; the SLA's load says everything else.", "rate", "concurrency");
    private readonly Option<double?> _from = Syntax.Number("--from", "The lowest level of interest, measured first. Default: the SLA's own level first, and as far below it as need be.", 0, aboveMin: true);
    private readonly Option<double?> _to = Syntax.Number("--to", "The highest level of interest. Default: 1024 times the first.", 0, aboveMin: true);
    private readonly Option<double?> _precision = Syntax.Number("--precision", "End when the lowest level that fails is this share above the highest that passes. Default: 0.05.", 0, aboveMin: true);
    private readonly Option<TimeSpan?> _maxTime = Syntax.Duration("--max-time", "End the search when its measurements took so long. Default: no limit.");
    private readonly Option<bool> _resume = Syntax.Flag("--resume", "Go on with the search that the folder holds: what it measured is not measured again.");
    private readonly Option<string?> _junit = Syntax.Text("--junit", "FILE", "Write the verdict as JUnit XML too, a test case an objective.");
    private readonly Option<bool> _json = Syntax.Flag("--json", "Print verdict.json (with --find-max search.json) and no table.");
    private readonly Option<string?> _verify = Syntax.Text("--verify", "ARCHIVE", "Check an evidence archive byte for byte, compute its verdict again, and exit as that check did. Nobody is asked.");
    private readonly Option<string?> _digest = Syntax.Text("--digest", "HEX", "With --verify: the digest that the archive was handed over with, of its manifest or of the file.");
    private readonly TargetOptions _target = new();
    private readonly InstrumentOptions _instrument = new();
    private readonly OutputOptions _output = new();
    private readonly ValidityOptions _validity = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_sla);
        foreach (Option option in new Option[] { _requests, _duration, _noStopEarly, _findMax, _from, _to, _precision, _maxTime, _resume, _junit, _json, _verify, _digest })
        {
            command.Options.Add(option);
        }

        _target.AddTo(command);
        _instrument.AddTo(command);
        _output.AddTo(command);
        _validity.AddTo(command);

        // What counts as good and how many may fail are the SLA's to say.
        command.Options.Remove(Named(command, "--goodput"));
        command.Options.Remove(Named(command, "--max-failure-rate"));
        Named(command, "--request-timeout").Description = "Limit for a whole request, which then counts as failed. Default: 10m.";
    }

    /// <summary>An archive to check; null for none.</summary>
    public VerifyChoice? ReadVerify(ParseResult parse, Problems problems)
    {
        string? digest = parse.GetValue(_digest);
        if (digest is not null && !EvidenceDigests.IsDigest(digest))
        {
            problems.Add($"--digest: '{digest}' is not a SHA-256 digest: {EvidenceDigests.Digits} hexadecimal digits, as evidence.sha256 has them");
        }

        if (parse.GetValue(_verify) is not { } archive)
        {
            if (digest is not null)
            {
                problems.Add("--digest needs --verify");
            }

            return null;
        }

        if (parse.GetValue(_sla) is not null)
        {
            problems.Add("--verify takes the SLA from the archive: leave it out");
        }

        return new VerifyChoice(archive, digest, parse.GetValue(_json));
    }

    /// <summary>What is to be checked; null when it cannot be told.</summary>
    public CheckChoice? Read(ParseResult parse, Problems problems)
    {
        if (parse.GetValue(_sla) is not { Length: > 0 } name)
        {
            problems.Add($"the SLA is missing: name a file, or one of {string.Join(", ", SlaSource.BuiltIn)}");
            return null;
        }

        var choice = new CheckChoice(name)
        {
            Requests = parse.GetValue(_requests),
            Duration = parse.GetValue(_duration),
            StopEarly = parse.GetValue(_noStopEarly) ? false : null,
            JUnit = parse.GetValue(_junit),
            Json = parse.GetValue(_json),
            Search = ReadSearch(parse, problems),
        };
        if (choice is { Search: not null, JUnit: not null })
        {
            problems.Add("--junit and --find-max exclude each other: a search has no single verdict");
        }

        if (choice.JUnit is { } file && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
        {
            problems.Add($"--junit {file}: its folder does not exist");
        }

        return choice;
    }

    /// <summary>The endpoint, and how the client listens to it; null when it cannot be used.</summary>
    public TargetChoice? ReadTarget(ParseResult parse, Problems problems, JsonObject configuration)
    {
        TargetChoice? target = _target.Read(parse, problems, configuration);
        InstrumentChoice instrument = _instrument.Read(parse, target, problems, configuration);
        if (target is null)
        {
            return null;
        }

        if (parse.GetResult("--request-timeout") is null)
        {
            configuration["request_timeout_s"] = s_requestTimeout.TotalSeconds;
            target = target with { Transport = target.Transport with { RequestTimeout = s_requestTimeout } };
        }

        return target with { Instrument = instrument };
    }

    /// <summary>Where results go. However many requests fail, the run is one: the SLA judges them.</summary>
    public OutputChoice ReadOutput(ParseResult parse, string name, Problems problems, JsonObject configuration)
    {
        OutputChoice output = _output.Read(parse, "check-" + Path.GetFileNameWithoutExtension(name), problems, configuration);
        configuration.Remove("goodput");
        configuration.Remove("max_failure_rate");
        return output with { MaxFailureRate = 1, Validity = _validity.Read(parse, configuration) };
    }

    private SearchChoice? ReadSearch(ParseResult parse, Problems problems)
    {
        if (parse.GetValue(_findMax) is { } variable)
        {
            return new SearchChoice(
                variable, parse.GetValue(_from), parse.GetValue(_to), parse.GetValue(_precision) ?? SearchOptions.DefaultPrecision, parse.GetValue(_maxTime), parse.GetValue(_resume));
        }

        foreach (Option option in new Option[] { _from, _to, _precision, _maxTime, _resume })
        {
            if (parse.GetResult(option) is { Implicit: false })
            {
                problems.Add($"{option.Name} needs --find-max");
            }
        }

        return null;
    }

    private static Option Named(Command command, string name) => command.Options.First(option => option.Name == name);
}

/// <summary>A check as the user chose it. What is null is the SLA's to say.</summary>
internal sealed record CheckChoice(string Sla)
{
    public int? Requests { get; init; }

    public TimeSpan? Duration { get; init; }

    public bool? StopEarly { get; init; }

    public string? JUnit { get; init; }

    public bool Json { get; init; }

    /// <summary>Where the highest level is looked for; null for a verdict at the SLA's own load.</summary>
    public SearchChoice? Search { get; init; }
}

/// <summary>A search as the user chose it.</summary>
internal sealed record SearchChoice(string Variable, double? From, double? To, double Precision, TimeSpan? MaxTime, bool Resume);

/// <summary>An archive to check.</summary>
internal sealed record VerifyChoice(string Archive, string? Digest, bool Json);
