using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Inference;
using LoadGen.Measurement.Results;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Datasets.Synthesis;

namespace LoadGen.Cli.Options;

/// <summary>Requests from a dataset, or from prompts made up to begin alike.</summary>
internal sealed class DatasetArguments
{
    private readonly Option<string?> _file = Syntax.Text("--dataset", "FILE", "Take requests from a dataset (docs/datasets.md): one for each conversation, in the file's order.");
    private readonly DatasetReadOptions _read = new("--dataset-");
    private readonly Option<string?> _turn = Syntax.Choice("--dataset-turn", "Which turn of a conversation is asked: first, or last with its history. Default: last of openai and custom, first of others.", "first", "last");
    private readonly Option<int?> _repeat = Syntax.Integer("--dataset-repeat", "Take the conversations N times. Default: once; under --duration alone, without end.", 1);
    private readonly Option<int?> _output = Syntax.Integer("--output-tokens", "Output tokens of every request. Default: the dataset's, or its recorded answer's length, or 128.", 1);
    private readonly Option<int?> _groups = Syntax.Integer("--prefix-groups", "Prompts of N groups: those of one begin with the same --prefix-tokens tokens, followed by --isl of their own.", 1, 1_000_000);
    private readonly Option<double?> _zipf = Syntax.Number("--prefix-zipf", "Draw the group of rank r as often as 1 / r^X, instead of all alike.", 0, aboveMin: true);

    /// <summary>The options that only a dataset has a use for.</summary>
    public IEnumerable<Option> All => [_file, .. _read.All, _turn, _repeat, _output, _groups, _zipf];

    /// <summary>Whether requests come from here: the option that says so, else null.</summary>
    public string? Asked(ParseResult parse) =>
        parse.GetValue(_file) is not null ? _file.Name : parse.GetValue(_groups) is not null ? _groups.Name : null;

    /// <summary>Whether prompts are made up.</summary>
    public bool IsMadeUp(ParseResult parse) => Asked(parse) == _groups.Name;

    /// <summary>Names what cannot be.</summary>
    public void RefuseImpossible(ParseResult parse, bool hasPrefix, bool hasSessions, Problems problems)
    {
        bool isFile = parse.GetValue(_file) is not null || hasSessions;
        foreach (Option option in (IEnumerable<Option>)[.. _read.All, _turn, _repeat])
        {
            if (!isFile && parse.GetResult(option) is { Implicit: false })
            {
                problems.Add($"{option.Name} needs --dataset{(option == _turn ? "" : " or --sessions")}");
            }
        }

        if (isFile && parse.GetResult(_groups) is not null)
        {
            problems.Add($"{(hasSessions ? "--sessions" : "--dataset")} and --prefix-groups exclude each other: keep one");
        }

        if (!isFile && parse.GetResult(_output) is not null)
        {
            problems.Add("--output-tokens needs --dataset or --sessions; without them, --osl says how many");
        }

        if (parse.GetResult(_zipf) is not null && parse.GetResult(_groups) is null)
        {
            problems.Add("--prefix-zipf needs --prefix-groups");
        }

        if (!isFile && parse.GetResult(_groups) is not null && !hasPrefix)
        {
            problems.Add("--prefix-groups needs --prefix-tokens of at least 1: what a group's prompts begin with");
        }
    }

    /// <summary>Opens the dataset.</summary>
    public DatasetWorkload Open(ParseResult parse, IInferenceApi api, long seed, int vocabularySize, bool isEndless)
    {
        string path = parse.GetValue(_file)!;
        ConversationSource source = Opening(path, "--dataset: ", () =>
        {
            int repeat = parse.GetValue(_repeat) ?? (isEndless ? DatasetOptions.WithoutEnd : 1);
            return DatasetFile.Open(path, _read.Read(parse, seed) with { Repeat = repeat });
        });
        RefuseUnspeakable(source, api, "--dataset");
        return new DatasetWorkload(source, new DatasetWorkloadOptions
        {
            Turn = parse.GetValue(_turn) switch { "first" => DatasetTurn.First, "last" => DatasetTurn.Last, _ => null },
            OutputTokens = parse.GetValue(_output),
            Seed = seed,
            VocabularySize = vocabularySize,
        });
    }

    /// <summary>Opens the dataset of sessions.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="path">The file.</param>
    /// <param name="api">What is spoken.</param>
    /// <param name="seed">The run's.</param>
    /// <param name="time">How recorded time is replayed.</param>
    /// <param name="isEndless">Take the conversations over and over, unless the user says how often.</param>
    public ConversationSource OpenSessions(ParseResult parse, string path, IInferenceApi api, long seed, TimeScale time, bool isEndless)
    {
        ConversationSource source = Opening(path, "--sessions: ", () =>
        {
            int repeat = parse.GetValue(_repeat) ?? (isEndless ? DatasetOptions.WithoutEnd : 1);
            return DatasetFile.Open(path, _read.Read(parse, seed) with { Repeat = repeat, Time = time });
        });
        RefuseUnspeakable(source, api, "--sessions");
        return source;
    }

    /// <summary>Output tokens of every request; null for the dataset's.</summary>
    public int? OutputTokens(ParseResult parse) => parse.GetValue(_output);

    /// <summary>The option that says how often the conversations come.</summary>
    public Option Repeat => _repeat;

    /// <summary>The option that says which turn is asked.</summary>
    public Option Turn => _turn;

    /// <summary>The option that names a dataset of single requests.</summary>
    public Option File => _file;

    /// <summary>Makes prompts up.</summary>
    public DatasetWorkload MakeUp(ParseResult parse, SharedPrefixOptions lengths, int vocabularySize)
    {
        SharedPrefixOptions options = lengths with { Groups = parse.GetValue(_groups)!.Value, ZipfAlpha = parse.GetValue(_zipf) };
        return new DatasetWorkload(new SharedPrefixConversations(options), new DatasetWorkloadOptions { Seed = options.Seed, VocabularySize = vocabularySize });
    }

    /// <summary>Says in the result what was chosen.</summary>
    public void Describe(JsonObject configuration, ParseResult parse)
    {
        configuration["dataset"] = parse.GetValue(_file);
        configuration["dataset_turn"] = parse.GetValue(_turn);
        configuration["dataset_repeat"] = parse.GetValue(_repeat);
        configuration["output_tokens"] = parse.GetValue(_output);
        configuration["prefix_groups"] = parse.GetValue(_groups);
        configuration["prefix_zipf"] = parse.GetValue(_zipf);
        _read.Describe(configuration, parse);
    }

    /// <summary>Opens a dataset; what is wrong with it becomes one line.</summary>
    public static ConversationSource Opening(string path, string prefix, Func<ConversationSource> open)
    {
        try
        {
            return open();
        }
        catch (DatasetFormatException e)
        {
            throw new UsageException(prefix + e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(System.IO.File.Exists(path) ? $"{prefix}{path} cannot be read ({RunFolder.Reason(e)})" : $"{prefix}{path} does not exist");
        }
    }

    private static void RefuseUnspeakable(ConversationSource source, IInferenceApi api, string option)
    {
        if (source.Content == PromptContent.Messages && (api.Traits.Prompts & (PromptKinds.Messages | PromptKinds.Text)) == 0)
        {
            throw new UsageException($"{option}: its prompts are text, and the {api.Name} API takes token ids only; use --api chat or completions");
        }
    }
}
