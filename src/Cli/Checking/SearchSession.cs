using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LoadGen.Cli.Commands;
using LoadGen.Cli.Options;
using LoadGen.Measurement.Results;
using LoadGen.Transport.Connections;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Searching;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Cli.Checking;

/// <summary>Searches for the highest load that keeps an SLA: a run a step, each in a folder of its own.</summary>
internal sealed class SearchSession(SlaSource source, CheckChoice choice, SearchChoice search, TargetChoice target, OutputChoice output)
{
    // Ten doublings either way of the first level are enough for whoever named it.
    private const double Reach = 1024;

    private readonly Dictionary<double, MeasuredLevel> _seen = [];
    private readonly List<LevelMeasurement> _made = [];
    private SearchOptions _options = null!;
    private SearchQuestion _question = null!;
    private JsonObject _configuration = [];
    private string _option = "";
    private Sla _sla = source.Sla;
    private TargetChoice _target = target;

    private bool IsWhole => search.Variable == "concurrency";

    /// <exception cref="UsageException">The SLA's load has nothing to vary, or the levels cannot be meant.</exception>
    /// <exception cref="SearchException">The folder holds another search.</exception>
    public async Task<SearchReport> RunAsync(JsonObject configuration, CancellationToken cancellation)
    {
        var load = new LoadArguments(source, choice);
        Prepare(load);
        string folder = Path.GetFullPath(output.Folder);
        SearchDocument? earlier = output.Overwrite ? null : SearchFile.Read(folder);
        if (earlier is not null && !search.Resume)
        {
            throw new UsageException($"--output {output.Folder}: the folder already holds a search; name another one, or pass --resume or --overwrite");
        }

        _target = await BenchSession.WithModelAsync(_target, configuration, cancellation);
        _configuration = configuration;
        _question = Question(load);
        IReadOnlyList<LevelMeasurement> known = earlier is null ? [] : SearchFile.Resumed(earlier, _question);
        Directory.CreateDirectory(folder);
        var capacity = new CapacitySearch(_options, (level, repeat, stop) => MeasureAsync(load, folder, level, repeat, stop), known)
        {
            Told = outcome =>
            {
                _made.Add(outcome.Steps[^1]);
                SearchFile.Write(folder, SearchDocument.Of(BuildInfo.Tool, _question, outcome));
            },
        };
        try
        {
            SearchOutcome outcome = await capacity.RunAsync(cancellation);
            var document = SearchDocument.Of(BuildInfo.Tool, _question, outcome);
            SearchFile.Write(folder, document);
            return new SearchReport(folder, document, ExitOf(outcome), null);
        }
        catch (StepException e)
        {
            SearchDocument soFar = SearchFile.Read(folder) ?? SearchDocument.Of(BuildInfo.Tool, _question, new SearchOutcome(null, null, SearchEnd.UnderWay, []));
            return new SearchReport(folder, soFar, e.ExitCode, $"{e.Message}; loadgen check --resume goes on");
        }
    }

    private void Prepare(LoadArguments load)
    {
        _option = search.Variable == "rate" && load.Number("--session-rate") is not null ? "--session-rate" : "--" + search.Variable;
        if (load.Number(_option) is not { } own || (IsWhole && (load.Number("--rate") ?? load.Number("--session-rate")) is not null))
        {
            throw new UsageException($"--find-max {search.Variable}: the load of {source.Path} is not made by {(IsWhole ? "a concurrency alone" : "a rate")}; accepted: a load with the key {(IsWhole ? "concurrency and no rate" : "rate or session_rate")}");
        }

        // How well a model answers does not depend on the load: that is loadgen check's, not the search's.
        Objective[] objectives = [.. source.Sla.Objectives.Where(objective => objective.Metric != ObjectiveMetric.Accuracy)];
        if (objectives.Length == 0)
        {
            throw new UsageException($"{source.Path}: its objectives are about accuracy alone, which no load changes");
        }

        double start = search.From ?? Math.Min(own, search.To ?? own);
        double lowest = search.From ?? Math.Max(start / Reach, IsWhole ? 1 : 0);
        double highest = search.To ?? start * Reach;
        if (lowest > highest || (IsWhole && (start < 1 || start != Math.Round(start) || highest != Math.Round(highest))))
        {
            throw new UsageException(FormattableString.Invariant($"--from {lowest} --to {highest}: accepted: {(IsWhole ? "whole numbers from 1, " : "")}the first at most the second"));
        }

        _options = new SearchOptions { Start = start, Lowest = lowest, Highest = highest, Precision = search.Precision, IsWhole = IsWhole, BudgetS = search.MaxTime?.TotalSeconds };

        // A level may be judged several times, each time with more evidence, and while it is measured and at the end: together the
        // verdicts may err as often as the SLA says.
        double confidence = 1 - ((1 - source.Sla.Confidence) / (2 * _options.MeasurementsMax));
        _sla = source.Sla with { Objectives = objectives, File = source.Sla.File with { Confidence = confidence } };
    }

    private SearchQuestion Question(LoadArguments load) => new(
        source.Sla.Name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.Text))), ShownUrl.Of(_target.Url), _target.Generation.Model,
        search.Variable, load.Text, _options.Start, _options.Lowest, _options.Highest, _options.Precision, _sla.Confidence);

    private async Task<LevelMeasurement> MeasureAsync(LoadArguments load, string folder, double level, int repeat, CancellationToken cancellation)
    {
        string value = level.ToString(CultureInfo.InvariantCulture);
        string step = string.Create(CultureInfo.InvariantCulture, $"step-{_made.Count + 1:00}-{search.Variable}-{value}");
        var problems = new Problems();
        var configuration = (JsonObject)_configuration.DeepClone();

        // Another seed for each repeat: the same prompts again would be answered from caches.
        LoadArguments at = load.With(_option, value);
        WorkloadChoice? workload = (repeat == 0 ? at : at.With("--seed", ((load.Number("--seed") ?? 0) + repeat).ToString(CultureInfo.InvariantCulture)))
            .Read(_target, problems, configuration);
        problems.ThrowIfAny();
        MeasuredLevel earlier = Seen(folder, level);
        List<Observation> seen = earlier.Requests;
        var judged = new JudgeOptions { StopEarly = choice.StopEarly, PlannedRequests = workload!.Requests + (seen.Count > 0 ? seen.Max(request => request.Index) + 1 : 0) };

        // A schedule begins with empty queues, and near the capacity it takes long until they are as full as they will be: a pass that is
        // certain of the first requests says nothing of the later ones.
        var session = new CheckSession(source, _sla, judged) { Earlier = seen, EarlierSteady = earlier.Steady, PassesAtEnd = workload.IsScheduled && judged.StopEarly != false };
        Say($"{step}: {at.Text}{(repeat > 0 ? $", measurement {repeat + 1}" : "")}");
        CheckReport report = await session.RunAsync(_target, workload, output with { Folder = Path.Combine(folder, step), Overwrite = true }, configuration, cancellation);
        _seen[level] = new MeasuredLevel([.. report.Requests], [.. report.Steady]);
        LevelMeasurement measured = Judged(report, level, repeat, step);
        Say($"{step}: {measured.Verdict.ToString().ToLowerInvariant()}: {measured.Reason}");
        return measured;
    }

    private static LevelMeasurement Judged(CheckReport report, double level, int repeat, string step)
    {
        if (report.Run.Verdict.Kind == RunVerdictKind.Interrupted || report.Failure is not null || report.Verdict is not { } verdict)
        {
            throw new StepException(report.Message ?? $"{step} came to no verdict", report.ExitCode);
        }

        // One that is gone says nothing of a level, and nothing of those that would be measured next.
        if (report.Run.Verdict.Kind == RunVerdictKind.Unreachable)
        {
            throw new StepException($"{step}: {report.Run.Verdict.Message}", ExitCode.Unreachable);
        }

        string? overload = CheckFacts.OverloadNote(report.Newest);
        LevelVerdict judged = verdict.Verdict switch
        {
            Verdict.Invalid => LevelVerdict.Invalid,
            Verdict.Fail => LevelVerdict.Fail,

            // What piles up breaks the promise a little later.
            _ when overload is not null => LevelVerdict.Fail,
            Verdict.Pass => LevelVerdict.Pass,
            _ => LevelVerdict.Uncertain,
        };
        return new LevelMeasurement
        {
            Level = level,
            Repeat = repeat,
            Verdict = judged,
            Reason = verdict.Verdict is Verdict.Fail or Verdict.Invalid ? verdict.Reason : overload ?? verdict.Reason,
            Requests = verdict.Requests.Judged,
            SpentS = Math.Round(report.Run.Document.DurationS, 3),
            GoodputRps = verdict.Goodput.RequestsPerS,
            IsUnstable = overload is not null,
            Folder = step,
        };
    }

    // What earlier measurements of the level brought: of a search that goes on, from their records.
    private MeasuredLevel Seen(string folder, double level)
    {
        if (_seen.TryGetValue(level, out MeasuredLevel? seen))
        {
            return seen;
        }

        seen = new MeasuredLevel([], []);
        foreach (LevelMeasurement step in _made.Where(step => step.Level == level))
        {
            StepRecords.AddTo(seen, Path.Combine(folder, step.Folder));
        }

        return _seen[level] = seen;
    }

    private void Say(string line)
    {
        if (output.Progress != "none")
        {
            BenchSession.Notice(line);
        }
    }

    private static int ExitOf(SearchOutcome outcome) => outcome.End switch
    {
        SearchEnd.Exact or SearchEnd.PassesEverywhere => ExitCode.Ok,
        SearchEnd.FailsEverywhere => ExitCode.Failed,
        SearchEnd.ClientBound => ExitCode.Invalid,
        _ => ExitCode.NotEnoughEvidence,
    };
}

/// <summary>A search that is over, or was broken off.</summary>
internal sealed record SearchReport(string Folder, SearchDocument Document, int ExitCode, string? Message);

/// <summary>A step came to no verdict: the search cannot go on.</summary>
internal sealed class StepException(string message, int exitCode) : Exception(message)
{
    public int ExitCode => exitCode;
}
