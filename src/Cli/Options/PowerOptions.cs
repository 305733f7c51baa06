using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using LoadGen.Measurement.Power;
using LoadGen.Telemetry;
using LoadGen.Telemetry.Roles;
using LoadGen.Telemetry.Sampling;
using LoadGen.Telemetry.Sources;
using LoadGen.Transport.Connections;

namespace LoadGen.Cli.Options;

/// <summary>What is read of GPUs and engine beside the run.</summary>
internal sealed class PowerOptions
{
    private readonly Option<string?> _source = new("--telemetry")
    {
        Description = "Read the GPUs' power, energy, use, clocks and temperature while the run is on: auto (NVML, AMD SMI, nvidia-smi or amd-smi, the first that works), nvml, nvidia-smi, amd-smi, dcgm:URL (an exporter's page) or none. Bare, it means auto. Default: none.",
        HelpName = "SOURCE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _gpus = Syntax.Text("--gpus", "LIST", "Indices of the GPUs to read, such as 0,1. Default: those of --launch-manifest, else all.");
    private readonly Option<string?> _manifest = Syntax.Text("--launch-manifest", "FILE", "The manifest.json of 'loadgen launch': energy is also summed by role (prefill, decode).");
    private readonly Option<int?> _period = Syntax.Integer("--telemetry-period-ms", "Time from one reading of a GPU to the next. Default: 50.", 5, GpuSampler.LongestPeriodMs);
    private readonly Option<string?> _engine = Syntax.Text("--engine-metrics", "URL", "The engine's page of metrics: fetched before and after the measurement, both pages kept, its counters' growth in the result.");
    private readonly Option<bool> _require = Syntax.Flag("--require-power", "Exit 3 before the run when no GPU can be read, and 4 after it when less than 95% of it was covered, or the energy counters and the integral of power differ by more than 5%. Implies --telemetry.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _source, _gpus, _manifest, _period, _engine, _require })
        {
            command.Options.Add(option);
        }
    }

    public TelemetryOptions Read(ParseResult parse, Problems problems, JsonObject configuration)
    {
        bool require = parse.GetValue(_require);
        var options = new TelemetryOptions
        {
            Source = ReadSource(parse, require, problems),
            Gpus = ReadGpus(parse, problems),
            Roles = ReadRoles(parse, problems),
            Period = TimeSpan.FromMilliseconds(parse.GetValue(_period) ?? GpuSampler.DefaultPeriodMs),
            EngineMetrics = ReadEngine(parse, problems),
            Require = require,
        };
        if (options.Source.Kind == SourceKind.None)
        {
            foreach (Option option in new Option[] { _gpus, _manifest, _period }.Where(o => parse.GetResult(o) is { Implicit: false }))
            {
                problems.Add($"{option.Name} says what telemetry reads: pass --telemetry too");
            }
        }

        configuration["telemetry"] = options.Source.ToString();
        configuration["gpus"] = options.Gpus is { } gpus ? new JsonArray([.. gpus.Select(g => (JsonNode?)JsonValue.Create(g))]) : null;
        configuration["launch_manifest"] = parse.GetValue(_manifest);
        configuration["telemetry_period_ms"] = options.Period.TotalMilliseconds;
        configuration["engine_metrics"] = options.EngineMetrics is { } page ? ShownUrl.Of(page) : null;
        configuration["require_power"] = require;
        return options;
    }

    private SourceChoice ReadSource(ParseResult parse, bool require, Problems problems)
    {
        OptionResult? given = parse.GetResult(_source);
        string? text = given is null ? null : parse.GetValue(_source);
        if (text is null)
        {
            return require || given is { Implicit: false } ? new SourceChoice(SourceKind.Auto) : SourceChoice.None;
        }

        SourceChoice? choice = SourceChoice.Parse(text);
        if (choice is null)
        {
            problems.Add($"--telemetry: '{text}' is not one of {SourceChoice.Accepted}");
        }
        else if (choice.Kind == SourceKind.None && require)
        {
            problems.Add("--telemetry none and --require-power exclude each other: drop one of them");
        }

        return choice ?? SourceChoice.None;
    }

    private List<int>? ReadGpus(ParseResult parse, Problems problems)
    {
        if (parse.GetValue(_gpus) is not { } text)
        {
            return null;
        }

        var indices = new List<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || indices.Contains(index))
            {
                problems.Add($"--gpus: '{text}' is not a list of different indices such as 0,1");
                return null;
            }

            indices.Add(index);
        }

        return indices;
    }

    private IReadOnlyList<GpuRole> ReadRoles(ParseResult parse, Problems problems)
    {
        try
        {
            return parse.GetValue(_manifest) is { } path ? LaunchManifest.Read(path, Environment.MachineName) : [];
        }
        catch (TelemetryException e)
        {
            problems.Add("--launch-manifest: " + e.Message);
            return [];
        }
    }

    private Uri? ReadEngine(ParseResult parse, Problems problems)
    {
        if (parse.GetValue(_engine) is not { } text)
        {
            return null;
        }

        Uri? url = PageAddress.Parse(text);
        if (url is null)
        {
            problems.Add($"--engine-metrics: '{ShownUrl.Of(text)}' is not an http address without a password, such as http://127.0.0.1:8000/metrics");
        }

        return url;
    }
}
