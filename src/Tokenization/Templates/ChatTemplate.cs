using System.Text.Json;
using LoadGen.Tokenization.Templates.Builtins;
using LoadGen.Tokenization.Templates.Nodes;
using LoadGen.Tokenization.Templates.Reading;
using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates;

/// <summary>
/// A chat template: the part of Jinja that models' templates use, rendered as Hugging Face's transformers render it. Immutable and
/// thread-safe. docs/tokenization.md says what is in it.
/// </summary>
public sealed class ChatTemplate
{
    private readonly string _name;
    private readonly List<Statement> _statements;
    private readonly TimeProvider _time;

    private ChatTemplate(string name, List<Statement> statements, TimeProvider time)
    {
        _name = name;
        _statements = statements;
        _time = time;
    }

    /// <summary>Reads a template.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="name">Its file, for messages.</param>
    /// <param name="time">What <c>strftime_now</c> reads; null for the system's clock.</param>
    /// <exception cref="TemplateException">It is not right, or needs what is not supported: line, and what is known.</exception>
    public static ChatTemplate Parse(string source, string name, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new ChatTemplate(name, TemplateParser.Parse(name, source), time ?? TimeProvider.System);
    }

    /// <summary>The prompt of a conversation.</summary>
    /// <exception cref="TemplateException">The template refuses the conversation, or needs a field that is not there: line, field, what there is.</exception>
    public string Render(ChatInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var output = new TemplateOutput(_name);
        var scope = new Scope(null, output);
        Globals.AddTo(scope, _time);
        scope.Set("messages", TemplateJson.Read(inputs.Messages));
        scope.Set("tools", inputs.Tools is { } tools ? TemplateJson.Read(tools) : null);
        scope.Set("documents", null);
        scope.Set("add_generation_prompt", inputs.AddGenerationPrompt);
        SetIfGiven(scope, "bos_token", inputs.BosToken);
        SetIfGiven(scope, "eos_token", inputs.EosToken);
        if (inputs.Extra is { ValueKind: JsonValueKind.Object } extra)
        {
            foreach (JsonProperty variable in extra.EnumerateObject())
            {
                scope.Set(variable.Name, TemplateJson.Read(variable.Value));
            }
        }

        Statement.RunAll(_statements, scope);
        return output.Text.ToString();
    }

    /// <summary>The prompt of one message of a user's, to be answered.</summary>
    /// <param name="userText">The message.</param>
    /// <param name="bosToken"><c>bos_token</c>.</param>
    /// <param name="eosToken"><c>eos_token</c>.</param>
    /// <param name="extra">Variables of some templates only, an object; null for none.</param>
    /// <exception cref="TemplateException">As for the other overload.</exception>
    public string Render(string userText, string? bosToken = null, string? eosToken = null, JsonElement? extra = null)
    {
        using var messages = JsonDocument.Parse($$"""[{"role":"user","content":{{TemplateJson.Write(userText)}}}]""");
        return Render(new ChatInputs { Messages = messages.RootElement, BosToken = bosToken, EosToken = eosToken, Extra = extra });
    }

    private static void SetIfGiven(Scope scope, string name, string? value)
    {
        if (value is not null)
        {
            scope.Set(name, value);
        }
    }
}
