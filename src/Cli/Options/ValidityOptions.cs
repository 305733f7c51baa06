using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Measurement.Validity;

namespace LoadGen.Cli.Options;

/// <summary>How much of the client's own doing a measurement may hold before it is called invalid.</summary>
internal sealed class ValidityOptions
{
    private static readonly ValidityBounds s_default = ValidityBounds.Default;

    private readonly Option<double?> _itl = Syntax.Number("--max-observer-itl-share", "The client's own delay at p99 (a read's arrival in the kernel to its stamp) may be this share of the median ITL. Default: 0.05, where the delay is in the figures: under the kernel's clock, when more than 1% of the chunks share a read or the loops must wait for their cores.", 0, 1);
    private readonly Option<double?> _ttft = Syntax.Number("--max-observer-ttft-share", "The same, as a share of the median TTFT. Default: 0.1, where the delay is in the figures.", 0, 1);
    private readonly Option<double?> _cpu = Syntax.Number("--max-cpu-share", "The busiest loop may use this share of the time its core gives it. Default: 0.8.", 0, 1);
    private readonly Option<double?> _runQueue = Syntax.Number("--max-run-queue-share", "A loop may be ready to run but kept off its core for this share of the time. Default: 0.1.", 0, 1);
    private readonly Option<double?> _lateness = Syntax.Number("--max-lateness-ms", "With --rate or --trace: a request is late when it is sent this many ms after its time, plus --max-lateness-gap-share of the mean gap; 1% may be. Default: 1.", 0);
    private readonly Option<double?> _gap = Syntax.Number("--max-lateness-gap-share", "Share of the mean gap between arrivals that is added to --max-lateness-ms. Default: 0.05.", 0, 1);
    private readonly Option<bool> _allow = Syntax.Flag("--allow-invalid", "Exit 0 even if the measurement is invalid. The result says so all the same.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _itl, _ttft, _cpu, _runQueue, _lateness, _gap, _allow })
        {
            command.Options.Add(option);
        }
    }

    public ValidityChoice Read(ParseResult parse, JsonObject configuration)
    {
        var bounds = new ValidityBounds
        {
            ObserverItlShare = parse.GetValue(_itl) ?? s_default.ObserverItlShare,
            ObserverTtftShare = parse.GetValue(_ttft) ?? s_default.ObserverTtftShare,
            DelayAlways = parse.GetResult(_itl) is not null || parse.GetResult(_ttft) is not null,
            CpuShare = parse.GetValue(_cpu) ?? s_default.CpuShare,
            RunQueueShare = parse.GetValue(_runQueue) ?? s_default.RunQueueShare,
            LatenessMs = parse.GetValue(_lateness) ?? s_default.LatenessMs,
            LatenessGapShare = parse.GetValue(_gap) ?? s_default.LatenessGapShare,
        };
        var choice = new ValidityChoice(bounds, parse.GetValue(_allow));
        configuration["max_observer_itl_share"] = bounds.ObserverItlShare;
        configuration["max_observer_ttft_share"] = bounds.ObserverTtftShare;
        configuration["max_cpu_share"] = bounds.CpuShare;
        configuration["max_run_queue_share"] = bounds.RunQueueShare;
        configuration["max_lateness_ms"] = bounds.LatenessMs;
        configuration["max_lateness_gap_share"] = bounds.LatenessGapShare;
        configuration["allow_invalid"] = choice.AllowInvalid;
        return choice;
    }
}

/// <summary>The bounds, and whether a measurement past them counts as done.</summary>
internal sealed record ValidityChoice(ValidityBounds Bounds, bool AllowInvalid);
