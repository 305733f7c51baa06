using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using LoadGen.Cli.Options;
using LoadGen.Simulation;
using LoadGen.Simulation.Roofline;

namespace LoadGen.Cli.Commands;

/// <summary>The options of <c>loadgen simulate</c> that print what the roofline says, and serve nothing.</summary>
internal sealed class SimulatePrediction
{
    private readonly Option<bool> _predict = Syntax.Flag("--predict", "Serve nothing: print the throughput, TPOT and TTFT that the roofline of --sku predicts. Needs --concurrency, --isl and --osl.");
    private readonly Option<int?> _concurrency = Syntax.Integer("--concurrency", "With --predict: requests under way at any time.", 1);
    private readonly Option<int?> _isl = Syntax.Integer("--isl", "With --predict: tokens of a prompt.", 1);
    private readonly Option<int?> _osl = Syntax.Integer("--osl", "With --predict: tokens of an answer.", 1);
    private readonly Option<bool> _json = Syntax.Flag("--json", "With --predict: as one JSON object.");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_predict, _concurrency, _isl, _osl, _json])
        {
            command.Add(option);
        }
    }

    /// <summary>What is to be predicted; null where the engine is to serve.</summary>
    public PredictionDocument? Read(ParseResult parse, RooflineOptions? gpus, Problems problems)
    {
        Option<int?>[] traffic = [_concurrency, _isl, _osl];
        if (!parse.GetValue(_predict))
        {
            foreach (Option option in ((Option[])[.. traffic, _json]).Where(option => parse.GetResult(option) is { Implicit: false }))
            {
                problems.Add($"{option.Name} needs --predict");
            }

            return null;
        }

        if (parse.GetResult("--sku") is not OptionResult { Implicit: false })
        {
            problems.Add("--predict needs --sku: the GPU whose figures are asked for");
        }

        if (gpus is { TimeScale: not 1 })
        {
            problems.Add("--time-scale has no place beside --predict: nothing happens that could be faster");
        }

        foreach (Option<int?> option in traffic.Where(option => parse.GetValue(option) is null))
        {
            problems.Add($"--predict needs {option.Name}");
        }

        if (gpus is null || Array.Exists(traffic, option => parse.GetValue(option) is null))
        {
            return null;
        }

        var document = new PredictionDocument(gpus.Deployment, new Traffic(parse.GetValue(_concurrency)!.Value, parse.GetValue(_isl)!.Value, parse.GetValue(_osl)!.Value));
        foreach (string problem in document.Validate())
        {
            problems.Add(problem);
        }

        return document;
    }

    /// <summary>Prints it.</summary>
    public int Print(ParseResult parse, PredictionDocument document)
    {
        if (!parse.GetValue(_json))
        {
            document.WriteTable(Console.Out);
            return ExitCode.Ok;
        }

        using Stream output = StandardStreams.OpenOutput();
        using (var json = new Utf8JsonWriter(output))
        {
            document.WriteJson(json);
        }

        output.WriteByte((byte)'\n');
        return ExitCode.Ok;
    }
}
