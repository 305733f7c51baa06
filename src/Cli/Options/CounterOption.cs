using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Tokenization;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Cli.Options;

/// <summary>Counting tokens of text ourselves.</summary>
internal sealed class CounterOption
{
    private readonly Option<string?> _path;

    private CounterOption(string name, string description) => _path = Syntax.Text(name, "TOKENIZER", description);

    /// <summary>Of answers, beside the server.</summary>
    public static CounterOption OfAnswers() => new(
        "--count-tokens", "Count the tokens of each answer's text too, by this tokenizer.json, file of ranks or model folder, and say how far the server's count differs (docs/sessions.md).");

    /// <summary>Of a dataset's texts.</summary>
    public static CounterOption OfTexts() => new(
        "--tokenizer", "Count the tokens of texts by this tokenizer.json, file of ranks or model folder. Default: characters / 4, an estimate.");

    /// <summary>The option.</summary>
    public Option Option => _path;

    /// <summary>The counter; null where none is asked for.</summary>
    public ITokenCounter? Read(ParseResult parse)
    {
        if (parse.GetValue(_path) is not { } path)
        {
            return null;
        }

        try
        {
            return new Counter(Tokenizer.Load(path));
        }
        catch (TokenizerException e)
        {
            throw new UsageException($"{_path.Name}: {e.Message}");
        }
    }

    /// <summary>Says in the result what was chosen.</summary>
    public void Describe(JsonObject configuration, ParseResult parse) => configuration["count_tokens"] = parse.GetValue(_path);

    private sealed class Counter(Tokenizer tokenizer) : ITokenCounter
    {
        public int Count(ReadOnlySpan<byte> utf8) => tokenizer.Count(utf8);
    }
}
