using System.CommandLine;
using System.Globalization;
using LoadGen.Results.Store;

namespace LoadGen.Cli.Options;

/// <summary>Which rows a <c>results</c> command is about.</summary>
internal sealed class RowFilterOptions
{
    private readonly Option<string[]> _hardware = Syntax.Texts("--hardware", "SKU", "Only these SKUs. Several: a comma between, or the option again; so for the others.");
    private readonly Option<string[]> _framework = Syntax.Texts("--framework", "ENGINE", "Only these engines.");
    private readonly Option<string[]> _model = Syntax.Texts("--model", "MODEL", "Only these models, by short or full name.");
    private readonly Option<string[]> _precision = Syntax.Texts("--precision", "PRECISION", "Only these precisions.");
    private readonly Option<string[]> _spec = Syntax.Texts("--spec-decoding", "KIND", "Only these kinds of speculative decoding: none, mtp, draft_model.");
    private readonly Option<string[]> _sweep = Syntax.Texts("--sweep", "NAME", "Only these sweeps.");
    private readonly Option<string[]> _isl = Syntax.Texts("--isl", "N", "Only these input lengths.");
    private readonly Option<string[]> _osl = Syntax.Texts("--osl", "N", "Only these output lengths.");
    private readonly Option<string[]> _conc = Syntax.Texts("--conc", "N", "Only these concurrencies.");
    private readonly Option<string?> _pools = Syntax.Choice("--pools", "Only pairs of prefill and decode pools, or only engines that do both.", "disaggregated", "aggregated");
    private readonly Option<bool> _sound = Syntax.Flag("--sound", "Only rows that nothing is wrong with.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _hardware, _framework, _model, _precision, _spec, _sweep, _isl, _osl, _conc, _pools, _sound })
        {
            command.Options.Add(option);
        }
    }

    public RowFilter Read(ParseResult parse, Problems problems) => new()
    {
        Hardware = Words(parse, _hardware),
        Framework = Words(parse, _framework),
        Model = Words(parse, _model),
        Precision = Words(parse, _precision),
        SpecDecoding = Words(parse, _spec),
        Sweep = Words(parse, _sweep),
        Isl = Numbers(parse, _isl, problems),
        Osl = Numbers(parse, _osl, problems),
        Concurrency = Numbers(parse, _conc, problems),
        Disaggregated = parse.GetValue(_pools) switch { "disaggregated" => true, "aggregated" => false, _ => null },
        OnlySound = parse.GetValue(_sound),
    };

    private static string[] Words(ParseResult parse, Option<string[]> option) =>
        [.. (parse.GetValue(option) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static List<int> Numbers(ParseResult parse, Option<string[]> option, Problems problems)
    {
        var numbers = new List<int>();
        foreach (string word in Words(parse, option))
        {
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                numbers.Add(number);
            }
            else
            {
                problems.Add($"{option.Name}: '{word}' is not a whole number");
            }
        }

        return numbers;
    }
}
