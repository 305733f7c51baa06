using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Power;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Validity;

namespace LoadGen.Cli.Options;

/// <summary>Where results go, and what counts as success.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string?> _output = Syntax.Text("--output", "DIR", "Folder for the results. Default: results/<date>-<time>-<api>.");
    private readonly Option<bool> _overwrite = Syntax.Flag("--overwrite", "Replace the run that the folder holds.");
    private readonly Option<string[]> _goodput = Syntax.Texts("--goodput", "KEY:MS", "Bound a request must meet to count as good: ttft:MS, tpot:MS or e2el:MS; may be given several times.");
    private readonly Option<double?> _maxFailures = Syntax.Number("--max-failure-rate", "Share of requests that may fail before the run counts as failed (exit 1). Default: 0.05, as InferenceX.", 0, 1);
    private readonly Option<string?> _progress = Syntax.Choice("--progress", "Live progress on standard error: auto, plain (a line each 10 s) or none. Default: auto.", "auto", "plain", "none");
    private readonly CalibrationOption _calibration = new();

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _output, _overwrite, _goodput, _maxFailures, _progress })
        {
            command.Options.Add(option);
        }

        _calibration.AddTo(command);
    }

    public OutputChoice Read(ParseResult parse, string apiName, Problems problems, JsonObject configuration)
    {
        var goodput = new List<GoodputBound>();
        foreach (string text in parse.GetValue(_goodput) ?? [])
        {
            try
            {
                goodput.Add(GoodputBound.Parse(text));
            }
            catch (FormatException e)
            {
                problems.Add("--goodput: " + e.Message);
            }
        }

        string folder = parse.GetValue(_output)
            ?? Path.Combine("results", string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.Now:yyyyMMdd-HHmmss}-{apiName}"));
        var choice = new OutputChoice(folder, parse.GetValue(_overwrite), goodput, parse.GetValue(_maxFailures) ?? 0.05, parse.GetValue(_progress) ?? "auto")
        {
            Calibration = _calibration.Read(parse, problems, configuration),
        };
        configuration["goodput"] = new JsonArray([.. goodput.Select(g => (JsonNode?)JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"{g.Metric}:{g.LimitMs}")))]);
        configuration["max_failure_rate"] = choice.MaxFailureRate;
        return choice;
    }
}

/// <summary>Where results go, and what counts as success.</summary>
internal sealed record OutputChoice(string Folder, bool Overwrite, IReadOnlyList<GoodputBound> Goodput, double MaxFailureRate, string Progress)
{
    /// <summary>The calibration to cite; null for none.</summary>
    public CalibrationFile? Calibration { get; init; }

    /// <summary>When a measurement is called valid.</summary>
    public ValidityChoice Validity { get; init; } = new(ValidityBounds.Default, AllowInvalid: false);

    /// <summary>What is read of GPUs and engine beside the run.</summary>
    public TelemetryOptions Telemetry { get; init; } = TelemetryOptions.None;
}
