using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Transport.Http;
using LoadGen.Transport.Loops;

namespace LoadGen.Cli.Options;

/// <summary>How the client itself works.</summary>
internal sealed class InstrumentOptions
{
    private readonly Option<int?> _loops = Syntax.Integer(
        "--loops", "Event loops, one thread each, that share the streams. Default: one for each 250 streams, at most half the cores.", 1, 1024);

    private readonly Option<string?> _clock = Syntax.Choice(
        "--clock",
        "Where a token's time comes from: kernel (when its packet arrived), user (when we had read it) or auto (the kernel where it tells). Default: auto; the result says which.",
        "auto", "kernel", "user");

    private readonly Option<bool> _sentStamps = Syntax.Flag(
        "--sent-stamps",
        "Measure the delivery delay, server's send to chunk's arrival: the text of each chunk is the server's CLOCK_MONOTONIC time in ns, as 'loadgen simulate --stamp' and perf/floor's server write it. Only server and client on one machine share that clock.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _loops, _clock, _sentStamps })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>How it is to work against <paramref name="target"/>.</summary>
    public InstrumentChoice Read(ParseResult parse, TargetChoice? target, Problems problems, JsonObject configuration)
    {
        bool sentStamps = parse.GetValue(_sentStamps);
        if (sentStamps && target is { Generation.Stream: false })
        {
            problems.Add("--sent-stamps and --no-stream exclude each other: an answer that comes whole has no chunks to be stamped");
        }

        int? loops = parse.GetValue(_loops);
        string clock = parse.GetValue(_clock) ?? "auto";
        if (clock == "kernel" && target?.Transport.Http == HttpChoice.Http2)
        {
            problems.Add("--clock kernel and --http 2 exclude each other: the framework's client does not tell the kernel's times");
        }

        configuration["loops"] = loops;
        configuration["clock"] = clock;
        configuration["sent_stamps"] = sentStamps;
        var options = new LoopOptions
        {
            Clock = clock switch { "kernel" => ReceiveClock.Kernel, "user" => ReceiveClock.User, _ => ReceiveClock.Auto },
        };
        return new InstrumentChoice(options, loops, sentStamps);
    }
}

/// <summary>How the client itself works.</summary>
/// <param name="Loop">The event loops.</param>
/// <param name="Loops">How many; null for as many as the streams need.</param>
/// <param name="SentStamps">The text of each chunk is the time at which it was sent.</param>
internal sealed record InstrumentChoice(LoopOptions Loop, int? Loops, bool SentStamps)
{
    public static InstrumentChoice Default { get; } = new(LoopOptions.Default, null, false);
}
