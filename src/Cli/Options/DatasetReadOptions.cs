using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Cli.Options;

/// <summary>How a dataset is read: the same for <c>bench</c>, with a prefix to each name, and for <c>dataset inspect</c>.</summary>
internal sealed class DatasetReadOptions
{
    private readonly Option<string?> _format;
    private readonly Option<int?> _limit;
    private readonly Option<bool> _shuffle;
    private readonly Option<string?> _onBadLine;

    public DatasetReadOptions(string prefix)
    {
        _format = Syntax.Choice(prefix + "format", "The dataset's format. Default: auto, told from the first record.", ["auto", .. DatasetFile.FileFormatNames]);
        _limit = Syntax.Integer(prefix + "limit", $"Take N conversations: the first, or with {prefix}shuffle N drawn by the seed.", 1);
        _shuffle = Syntax.Flag(prefix + "shuffle", "Take the conversations in an order that the seed fixes.");
        _onBadLine = Syntax.Choice(prefix + "on-bad-line", "Malformed records: stop, or skip and count them. Default: stop.", "stop", "skip");
    }

    public IEnumerable<Option> All => [_format, _limit, _shuffle, _onBadLine];

    public DatasetOptions Read(ParseResult parse, long seed) => new()
    {
        Format = DatasetFile.FormatOf(parse.GetValue(_format) ?? "auto"),
        Limit = parse.GetValue(_limit),
        Shuffle = parse.GetValue(_shuffle),
        OnBadLine = parse.GetValue(_onBadLine) == "skip" ? OnBadLine.Skip : OnBadLine.Stop,
        Seed = seed,
    };

    public void Describe(JsonObject configuration, ParseResult parse)
    {
        configuration["dataset_format"] = parse.GetValue(_format);
        configuration["dataset_limit"] = parse.GetValue(_limit);
        configuration["dataset_shuffle"] = parse.GetValue(_shuffle);
        configuration["dataset_on_bad_line"] = parse.GetValue(_onBadLine);
    }
}
