using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.Cli.Tokenizing;
using LoadGen.Inference;
using LoadGen.Measurement.Results;
using LoadGen.Tokenization;
using LoadGen.Tokenization.Sampling;
using LoadGen.Tokenization.Templates;
using LoadGen.Workloads;
using LoadGen.Workloads.RandomTexts;

namespace LoadGen.Cli.Options;

/// <summary>Random prompts as text of an exact length, by the model's own tokenizer.</summary>
internal sealed class PromptTextOptions
{
    private readonly Option<string?> _tokenizer = Syntax.Text("--tokenizer", "PATH", "Send random prompts as text of exactly the length drawn, by this tokenizer.json, file of ranks or model folder, as InferenceX samples them (docs/workloads.md). With APIs of messages the chat template beside it counts too.");
    private readonly Option<string?> _template = Syntax.Text("--chat-template", "FILE", "The chat template that the server puts messages into, where it is not the one beside --tokenizer.");
    private readonly Option<bool> _use = Syntax.Flag("--use-chat-template", "Put each prompt into the chat template here and send it as text, as InferenceX's client does; with APIs of messages the server does it.");

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [_tokenizer, _template, _use];

    /// <summary>Prompts are text.</summary>
    public bool IsAsked(ParseResult parse) => parse.GetValue(_tokenizer) is not null;

    /// <summary>Names what cannot be.</summary>
    public void RefuseImpossible(ParseResult parse, IInferenceApi? api, string? promptFormat, Problems problems)
    {
        if (!IsAsked(parse))
        {
            foreach (Option option in new Option[] { _template, _use })
            {
                if (parse.GetResult(option) is { Implicit: false })
                {
                    problems.Add($"{option.Name} needs --tokenizer");
                }
            }

            if (promptFormat == "text")
            {
                problems.Add("--prompt-format text needs --tokenizer, which says how long a text is");
            }

            return;
        }

        if (promptFormat is "ids" or "words")
        {
            problems.Add($"--tokenizer and --prompt-format {promptFormat} exclude each other: its prompts are text");
        }

        if (api is null)
        {
            return;
        }

        if ((api.Traits.Prompts & (PromptKinds.Text | PromptKinds.Messages)) == 0)
        {
            problems.Add($"--tokenizer: the {api.Name} API takes token ids only, whose number is exact without it");
        }

        bool isUsed = parse.GetValue(_use);
        if (TakesMessages(api) && isUsed)
        {
            problems.Add($"--use-chat-template: behind the {api.Name} API the server puts messages into the template; drop it, or use --api completions");
        }

        if (!TakesMessages(api) && !isUsed && parse.GetValue(_template) is not null)
        {
            problems.Add($"--chat-template: the {api.Name} API takes text as it is; --use-chat-template puts prompts into the template here");
        }
    }

    /// <summary>Reads tokenizer and template.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="api">What is spoken.</param>
    /// <param name="drawn">What is drawn, its input lengths as the user asked for them.</param>
    /// <param name="hasVocabulary">The user said how large the vocabulary is.</param>
    /// <param name="extraBody">Fields of every request, of which some decide what the server puts around a prompt.</param>
    /// <exception cref="UsageException">A file cannot be used, or the lengths are too short for the template.</exception>
    public RandomTextOptions Read(ParseResult parse, IInferenceApi api, RandomWorkloadOptions drawn, bool hasVocabulary, JsonElement? extraBody)
    {
        string path = parse.GetValue(_tokenizer)!;
        try
        {
            return Read(parse, api, drawn, hasVocabulary, extraBody, Tokenizer.Load(path), TokenizerConfig.Load(path));
        }
        catch (Exception e) when (e is TokenizerException or TemplateException || e is ArgumentException { ParamName: null })
        {
            throw new UsageException($"{_tokenizer.Name}: {e.Message}");
        }
    }

    /// <summary>Says in the result what was chosen.</summary>
    public void Describe(JsonObject configuration, ParseResult parse)
    {
        configuration["tokenizer"] = parse.GetValue(_tokenizer);
        configuration["chat_template"] = parse.GetValue(_template);
        configuration["use_chat_template"] = IsAsked(parse) ? parse.GetValue(_use) : null;
    }

    private RandomTextOptions Read(
        ParseResult parse, IInferenceApi api, RandomWorkloadOptions drawn, bool hasVocabulary, JsonElement? extraBody, Tokenizer tokenizer, TokenizerConfig config)
    {
        bool isUsed = parse.GetValue(_use);
        bool hasMessages = TakesMessages(api);
        ChatTemplate? template = hasMessages || isUsed ? Template(parse, config) : null;
        if (isUsed && template is null)
        {
            throw new UsageException($"--use-chat-template: {parse.GetValue(_tokenizer)} has no chat template beside it (chat_template.jinja, or chat_template in tokenizer_config.json); name one with --chat-template");
        }

        var options = new PromptSamplerOptions
        {
            VocabularySize = hasVocabulary ? drawn.VocabularySize : tokenizer.ModelVocabularySize,
            Template = template,
            BosToken = config.BosToken,
            EosToken = config.EosToken,
            TemplateVariables = Field(extraBody, "chat_template_kwargs") is { ValueKind: JsonValueKind.Object } variables ? variables : null,

            // Servers tokenize text with the tokenizer's own special tokens, and a template's prompt without: it has them in it.
            AddSpecialTokens = Field(extraBody, "add_special_tokens")?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => !hasMessages },
        };
        var first = new PromptSampler(tokenizer, options);
        Check(drawn, first);
        return new RandomTextOptions
        {
            Lengths = drawn with { InputTokens = drawn.InputTokens - first.TemplateTokens, VocabularySize = options.VocabularySize.Value },
            TemplateTokens = first.TemplateTokens,
            HasTemplate = template is not null,
            Sampler = seed => new TextSampler(new PromptSampler(tokenizer, options with { Seed = seed }), isUsed),
            Description = $"text by {Path.GetFileName(Path.TrimEndingDirectorySeparator(parse.GetValue(_tokenizer)!))}, {Around(first, template is not null, isUsed)}",
        };
    }

    private ChatTemplate? Template(ParseResult parse, TokenizerConfig config)
    {
        if (parse.GetValue(_template) is not { } file)
        {
            return config.TemplateFor();
        }

        try
        {
            return ChatTemplate.Parse(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(File.Exists(file) ? $"--chat-template: {file} cannot be read ({RunFolder.Reason(e)})" : $"--chat-template: {file} does not exist");
        }
        catch (TemplateException e)
        {
            throw new UsageException($"--chat-template: {e.Message}");
        }
    }

    private static void Check(RandomWorkloadOptions drawn, PromptSampler sampler)
    {
        int text = sampler.OverheadTokens - sampler.TemplateTokens + 1;
        if ((int)((drawn.InputTokens - sampler.TemplateTokens) * drawn.RangeRatio) + drawn.PrefixTokens < text)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                $"--isl {drawn.InputTokens}: template and special tokens alone are {sampler.OverheadTokens}, and lengths go down to {drawn.RangeRatio} of what is left; ask for a longer --isl"));
        }
    }

    private static string Around(PromptSampler sampler, bool hasTemplate, bool isUsed)
    {
        int special = sampler.OverheadTokens - sampler.TemplateTokens;
        string template = !hasTemplate ? "no chat template counted" : $"{Counted.Of(sampler.TemplateTokens, "token")} of chat template on top{(isUsed ? ", sent with it" : "")}";
        return special > 0 ? $"{template}, {Counted.Of(special, "special token")} within" : template;
    }

    // Of the APIs that take messages, rerank alone takes no conversations, and puts no template around them.
    private static bool TakesMessages(IInferenceApi api) => api.Traits.Prompts.HasFlag(PromptKinds.MessagesJson);

    private static JsonElement? Field(JsonElement? body, string name) => body is { } given && given.TryGetProperty(name, out JsonElement value) ? value : null;
}
