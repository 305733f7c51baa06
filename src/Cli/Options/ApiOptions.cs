using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.Inference;
using LoadGen.Inference.Apis;

namespace LoadGen.Cli.Options;

/// <summary>Which API is spoken, and what every request says in it.</summary>
internal sealed class ApiOptions
{
    // Fields that say what is measured: replaced behind the measurement's back they would make it wrong.
    private static readonly string[] OwnFields =
    [
        "stream", "max_tokens", "max_completion_tokens", "max_output_tokens", "prompt", "messages", "input", "inputs", "text", "input_ids",
        "token_ids", "text_input", "query", "documents",
    ];

    private readonly Option<string?> _api = Syntax.Choice("--api", "API to speak (docs/apis.md). Default: chat.", [.. InferenceApis.Names]);
    private readonly Option<string?> _model = Syntax.Text("--model", "NAME", "Model to ask for. Default: the first that the endpoint lists under /v1/models.");
    private readonly Option<bool> _noStream = Syntax.Flag("--no-stream", "Ask for whole answers instead of streams; TTFT, ITL and TPOT do not exist then.");
    private readonly Option<bool> _noIgnoreEos = Syntax.Flag("--no-ignore-eos", "Do not send ignore_eos: answers may end early. Needed for endpoints that refuse the field. Default: ignore_eos is sent in APIs that have it, and an answer of another length than asked for is a failure.");
    private readonly Option<bool> _continuousUsage = Syntax.Flag("--continuous-usage", "Ask for usage on every chunk, so that chunks of several tokens are counted right (stream_options.continuous_usage_stats; chat, completions and vllm-tokens).");
    private readonly Option<double?> _temperature = Syntax.Number("--temperature", "Sampling temperature. Default: 0, as InferenceX.", 0, 2);
    private readonly Option<string?> _extraBody = Syntax.Text("--extra-body", "JSON", "Further request fields as a JSON object, or @FILE; a field named here replaces the one that would be sent.");

    public IEnumerable<Option> All => [_api, _model, _noStream, _noIgnoreEos, _continuousUsage, _temperature, _extraBody];

    /// <summary>The API; where the name is none of them the parser has refused it already.</summary>
    public IInferenceApi Api(ParseResult parse) =>
        InferenceApis.TryGet(parse.GetValue(_api) ?? "chat", out IInferenceApi? chosen) ? chosen : new ChatCompletionsApi();

    /// <summary>What every request has in common.</summary>
    public GenerationOptions Read(ParseResult parse, IInferenceApi api, Problems problems, JsonObject configuration)
    {
        ApiTraits traits = api.Traits;
        bool stream = !parse.GetValue(_noStream) && traits.Framing != ReplyFraming.Whole;
        bool continuous = parse.GetValue(_continuousUsage);
        if (continuous && !(stream && traits.CanSendContinuousUsage))
        {
            string able = string.Join(", ", InferenceApis.All.Where(a => a.Traits.CanSendContinuousUsage).Select(a => a.Name));
            problems.Add($"--continuous-usage needs a stream of one of these APIs: {able}");
        }

        var generation = new GenerationOptions
        {
            Model = parse.GetValue(_model) ?? "",
            Stream = stream,
            IgnoreEos = !parse.GetValue(_noIgnoreEos) && traits.CanIgnoreEos,
            ContinuousUsage = continuous,
            Temperature = parse.GetValue(_temperature) ?? 0.0,
            ExtraBody = ReadExtraBody(parse.GetValue(_extraBody), problems),
        };
        configuration["api"] = api.Name;
        configuration["model"] = parse.GetValue(_model);
        configuration["stream"] = generation.Stream;
        configuration["ignore_eos"] = generation.IgnoreEos;
        configuration["continuous_usage"] = generation.ContinuousUsage;
        configuration["temperature"] = generation.Temperature;
        configuration["extra_body"] = generation.ExtraBody is { } extra ? JsonObject.Create(extra) : null;
        return generation;
    }

    private static JsonElement? ReadExtraBody(string? text, Problems problems)
    {
        if (text is null)
        {
            return null;
        }

        string? json = text.StartsWith('@') ? TextFile.Read("--extra-body", text[1..], problems) : text;
        if (json is null)
        {
            return null;
        }

        try
        {
            JsonElement extra = ExtraBody.Parse(json);
            foreach (string name in OwnFields.Where(name => extra.TryGetProperty(name, out _)))
            {
                problems.Add($"--extra-body: the field {name} is the measurement's own; use {(name == "stream" ? "--no-stream" : name.StartsWith("max", StringComparison.Ordinal) ? "--osl" : "the workload's options")} instead");
            }

            return extra;
        }
        catch (FormatException e)
        {
            problems.Add("--extra-body: " + e.Message);
            return null;
        }
    }
}
