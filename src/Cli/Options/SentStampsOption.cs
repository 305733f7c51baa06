using System.CommandLine;
using System.Text.Json.Nodes;

namespace LoadGen.Cli.Options;

/// <summary>Whether the endpoint stamps its chunks, so that the delivery delay can be measured.</summary>
internal sealed class SentStampsOption
{
    private readonly Option<bool> _sentStamps = Syntax.Flag(
        "--sent-stamps",
        "Measure the delivery delay, server's send to chunk's arrival: the text of each chunk is the server's CLOCK_MONOTONIC time in ns, as 'loadgen simulate --stamp' and perf/floor's server write it. Only server and client on one machine share that clock.");

    public void AddTo(Command command) => command.Options.Add(_sentStamps);

    /// <summary>The target, told whether its chunks are stamped.</summary>
    public TargetChoice? Read(ParseResult parse, TargetChoice? target, Problems problems, JsonObject configuration)
    {
        bool sentStamps = parse.GetValue(_sentStamps);
        if (sentStamps && target is { Generation.Stream: false })
        {
            problems.Add("--sent-stamps and --no-stream exclude each other: an answer that comes whole has no chunks to be stamped");
        }

        configuration["sent_stamps"] = sentStamps;
        return target is null ? null : target with { SentStamps = sentStamps };
    }
}
