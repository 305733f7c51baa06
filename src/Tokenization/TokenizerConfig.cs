using System.Text.Json;
using LoadGen.Tokenization.Reading;
using LoadGen.Tokenization.Templates;

namespace LoadGen.Tokenization;

/// <summary>What stands beside a tokenizer: <c>tokenizer_config.json</c>, and <c>chat_template.jinja</c>, which goes before the template in it.</summary>
public sealed class TokenizerConfig
{
    private const string ConfigName = "tokenizer_config.json";
    private const string TemplateName = "chat_template.jinja";
    private const string DefaultTemplate = "default";
    private const string ToolTemplate = "tool_use";

    private readonly Dictionary<string, ChatTemplate> _templates = new(StringComparer.Ordinal);

    private TokenizerConfig(string? bosToken, string? eosToken)
    {
        BosToken = bosToken;
        EosToken = eosToken;
    }

    /// <summary>The token that begins a text; null if none is named.</summary>
    public string? BosToken { get; }

    /// <summary>The token that ends a text; null if none is named.</summary>
    public string? EosToken { get; }

    /// <summary>Reads what there is. Where neither file is there, nothing is known, and that is no error.</summary>
    /// <param name="path">The model's folder, or a file in it, such as its tokenizer.json.</param>
    /// <param name="time">What templates read the date from; null for the system's clock.</param>
    /// <exception cref="TokenizerException">A file cannot be read, or is not what it should be.</exception>
    /// <exception cref="TemplateException">A template is not right, or needs what is not supported.</exception>
    public static TokenizerConfig Load(string path, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        string configFile = Path.Combine(folder, ConfigName);
        string templateFile = Path.Combine(folder, TemplateName);
        using JsonDocument document = Parsed(configFile, File.Exists(configFile) ? Text(configFile) : "{}");
        var root = new JsonPlace(document.RootElement, configFile, "$");
        var config = new TokenizerConfig(Token(root["bos_token"]), Token(root["eos_token"]));
        foreach ((string name, string source) in File.Exists(templateFile) ? [] : Templates(root["chat_template"]))
        {
            config._templates[name] = ChatTemplate.Parse(source, name == DefaultTemplate ? $"{configFile} (chat_template)" : $"{configFile} (chat_template {name})", time);
        }

        if (File.Exists(templateFile))
        {
            config._templates[DefaultTemplate] = ChatTemplate.Parse(Text(templateFile), templateFile, time);
        }

        return config;
    }

    /// <summary>The chat template: where there is one for tools, that one for conversations with tools. Null if there is none.</summary>
    public ChatTemplate? TemplateFor(bool hasTools = false) =>
        hasTools && _templates.TryGetValue(ToolTemplate, out ChatTemplate? withTools) ? withTools : _templates.GetValueOrDefault(DefaultTemplate);

    // A string, or an object as added tokens are written.
    private static string? Token(JsonPlace place) => place.IsNothing ? null
        : place.Element.ValueKind == JsonValueKind.Object ? place["content"].Text() : place.Text();

    // A string, or several with names.
    private static IEnumerable<(string Name, string Source)> Templates(JsonPlace place) => place switch
    {
        { IsNothing: true } => [],
        { Element.ValueKind: JsonValueKind.Array } => place.Items().Select(one => (one["name"].Text(), one["template"].Text())),
        _ => [(DefaultTemplate, place.Text())],
    };

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TokenizerException(file, $"cannot be read ({e.Message})", e);
        }
    }

    private static JsonDocument Parsed(string file, string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new TokenizerException(file, $"is not JSON: {e.Message}", e);
        }
    }
}
