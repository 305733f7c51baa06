using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Watching;
using LoadGen.Watching.Alerts;
using LoadGen.Watching.Exposition;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Probing;
using LoadGen.Watching.Running;
using LoadGen.Watching.Settings;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen watch</c>: a small, steady probe of endpoints, for days.</summary>
internal static class WatchCommand
{
    private const string Description = """
        Probe endpoints, one request each at an interval, for days: rolling windows, error budgets, burn-rate alerts, a league table a day.
        Endpoints, objectives and alerts stand in a YAML file (configs/watches/example.yaml); docs/watch.md describes it.
        Runs until its duration is over, Ctrl-C or SIGTERM. Everything seen is in the journal at once: started again in the same folder it goes on
        where it was, however it ended, and the time in between counts against no endpoint.

        Examples:
          loadgen watch configs/watches/example.yaml
          loadgen watch mine.yaml --duration 24h --listen 0.0.0.0:9464
          loadgen watch mine.yaml --check

        Exit codes: 0 its duration is over, or it had none and was ended; 1 an alert with exit: true fired, or the disk refused records for too
        long; 2 bad usage or file, or a folder or port that is in use; 130 ended before its duration was over.
        """;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The watch." };
        Option<string?> output = Syntax.Text("--output", "FOLDER", "Where journal and summaries are. Default: the file's output, else watches/NAME.");
        Option<string?> listen = Syntax.Text("--listen", "ADDRESS:PORT", "Where /metrics is. Default: the file's listen, else nowhere.");
        Option<TimeSpan?> duration = Syntax.Duration("--duration", "End after this. Default: the file's duration, else never.");
        Option<bool> check = Syntax.Flag("--check", "Only say whether the file is right.");
        var command = new Command("watch", Description) { file, output, listen, duration, check };
        command.SetAction((parse, _) =>
        {
            string path = parse.GetValue(file)!;
            WatchPlan plan = WatchPlanReader.Read(path);
            plan = plan with
            {
                Output = parse.GetValue(output) ?? plan.Output,
                Duration = parse.GetValue(duration) ?? plan.Duration,
                Listen = parse.GetValue(listen) is not { } text ? plan.Listen
                    : WatchPlanReader.ListenOf(text) ?? throw new UsageException($"--listen: '{text}' is not {WatchPlanReader.ListenAccepted}"),
            };
            if (parse.GetValue(check))
            {
                Console.Out.WriteLine($"{path}: right");
                return Task.FromResult(ExitCode.Ok);
            }

            return WatchAsync(plan);
        });
        return command;
    }

    private static async Task<int> WatchAsync(WatchPlan plan)
    {
        using var stop = new StopSignal();
        using WebhookSender? webhook = plan.Webhook is { } to ? new WebhookSender(plan.Name, to.Url, to.Headers) : null;
        using var run = new WatchRun(plan, new WatchParts { Observer = new Teller(), Sender = webhook, Version = BuildInfo.Tool.Version });
        await using MetricsListener? listener = plan.Listen is { } endPoint ? await MetricsListener.StartAsync(endPoint, run.Board.WriteMetrics, stop.Token) : null;
        string metrics = listener is null ? "" : $"; metrics at {new Uri(listener.Url, "/metrics")}";
        Console.Out.WriteLine($"watching {string.Join(", ", plan.Endpoints.Select(e => e.Name))} every {Durations.Text(plan.Probe.Interval)}; journal in {Path.GetFullPath(plan.Output)}{metrics}; Ctrl-C ends it");
        WatchEnding ending;
        try
        {
            ending = await run.RunAsync(seed => new EndpointProbe(plan, seed, TimeProvider.System), stop.Token);
        }
        catch (WatchException e)
        {
            Console.Error.WriteLine("loadgen: " + e.Message);
            return ExitCode.Failed;
        }

        if (ending.Summary is { } summary)
        {
            Console.Out.Write(summary);
        }

        return ending.Kind switch
        {
            WatchEndingKind.Alert => ExitCode.Failed,
            WatchEndingKind.Stopped when plan.Duration is not null => ExitCode.Interrupted,
            _ => ExitCode.Ok,
        };
    }

    // Standard error: standard output has the line that says where it is, and the summary.
    private sealed class Teller : IWatchObserver
    {
        public void OnNotice(string line) => Console.Error.WriteLine("loadgen: " + line);

        public void OnAlert(AlertRecord alert) => Console.Error.WriteLine(FormattableString.Invariant($"loadgen: {alert.At:u} {AlertText.Of(alert)}"));

        public void OnProbe(ProbeRecord probe)
        {
            // The journal has them; a screen would scroll for days.
        }
    }
}
