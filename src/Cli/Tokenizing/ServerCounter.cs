using System.Text;
using System.Text.Json;
using LoadGen.Simulation;
using LoadGen.Tokenization;
using LoadGen.Tokenization.Templates;

namespace LoadGen.Cli.Tokenizing;

/// <summary>Counts prompts as servers do by default: text with the tokenizer's special tokens, chats in the template and without.</summary>
internal sealed class ServerCounter : IPromptCounter
{
    private readonly Tokenizer _tokenizer;
    private readonly TokenizerConfig _config;

    /// <exception cref="UsageException">A file cannot be used.</exception>
    public ServerCounter(string path)
    {
        try
        {
            _tokenizer = Tokenizer.Load(path);
            _config = TokenizerConfig.Load(path);
        }
        catch (Exception e) when (e is TokenizerException or TemplateException)
        {
            throw new UsageException($"--tokenizer: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public int CountText(ReadOnlySpan<byte> utf8) => _tokenizer.Count(utf8, addSpecialTokens: true);

    /// <inheritdoc/>
    public int CountChat(JsonElement request)
    {
        bool hasTools = request.TryGetProperty("tools"u8, out JsonElement tools) && tools.ValueKind == JsonValueKind.Array;
        ChatTemplate template = _config.TemplateFor(hasTools) ?? throw new FormatException("the model has no chat template: send a completion");
        try
        {
            string prompt = template.Render(new ChatInputs
            {
                Messages = request.GetProperty("messages"u8),
                Tools = hasTools ? tools : null,
                BosToken = _config.BosToken,
                EosToken = _config.EosToken,
                Extra = request.TryGetProperty("chat_template_kwargs"u8, out JsonElement own) ? own : null,
            });
            return _tokenizer.Count(Encoding.UTF8.GetBytes(prompt));
        }
        catch (TemplateException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
