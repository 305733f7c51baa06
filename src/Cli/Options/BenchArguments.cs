using System.CommandLine;
using System.Text.Json.Nodes;

namespace LoadGen.Cli.Options;

/// <summary>All options of <c>bench</c>, in the order of its help.</summary>
internal sealed class BenchArguments
{
    private readonly TargetOptions _target = new();
    private readonly InstrumentOptions _instrument = new();
    private readonly OutputOptions _output = new();
    private readonly ValidityOptions _validity = new();
    private readonly PowerOptions _power = new();
    private readonly ClientOptions _clients = new();

    /// <summary>What is asked for, when, and how often.</summary>
    public WorkloadOptions Workload { get; } = new();

    public void AddTo(Command command)
    {
        _target.AddTo(command);
        Workload.AddTo(command);
        _instrument.AddTo(command);
        _output.AddTo(command);
        _validity.AddTo(command);
        _power.AddTo(command);
        _clients.AddTo(command);
    }

    /// <summary>The endpoint, and how the client listens to it; null when it cannot be used.</summary>
    public TargetChoice? ReadTarget(ParseResult parse, Problems problems, JsonObject configuration)
    {
        TargetChoice? target = _target.Read(parse, problems, configuration);
        InstrumentChoice instrument = _instrument.Read(parse, target, problems, configuration);
        return target is null ? null : target with { Instrument = instrument };
    }

    /// <summary>The clients that make the run together; null for one, this process.</summary>
    public ClientsChoice? ReadClients(ParseResult parse, Problems problems, JsonObject configuration) =>
        _clients.Read(parse, Environment.GetEnvironmentVariable, problems, configuration);

    /// <summary>Where results go, and what counts as success.</summary>
    public OutputChoice ReadOutput(ParseResult parse, string apiName, Problems problems, JsonObject configuration) =>
        _output.Read(parse, apiName, problems, configuration) with
        {
            Validity = _validity.Read(parse, configuration),
            Telemetry = _power.Read(parse, problems, configuration),
        };
}
