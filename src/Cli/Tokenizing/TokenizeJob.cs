using System.Buffers;
using System.Text;
using System.Text.Json;
using LoadGen.Cli.Options;
using LoadGen.Measurement.Results;
using LoadGen.Tokenization;
using LoadGen.Tokenization.Templates;

namespace LoadGen.Cli.Tokenizing;

/// <summary>What <c>loadgen tokenize</c> was asked for, and the doing of it.</summary>
internal sealed record TokenizeJob
{
    public required string Input { get; init; }

    public required string? TokenizerPath { get; init; }

    public string? Pattern { get; init; }

    public bool IsIds { get; init; }

    public bool IsCount { get; init; }

    public bool IsDecode { get; init; }

    public bool IsSpecial { get; init; }

    public string? ChatFile { get; init; }

    public bool IsJson { get; init; }

    /// <exception cref="UsageException">Options that are missing or do not go together.</exception>
    public void Check()
    {
        var problems = new Problems();
        if (string.IsNullOrEmpty(TokenizerPath))
        {
            problems.Add("--tokenizer PATH is required: a tokenizer.json, a .tiktoken file, or a model's folder");
        }

        if ((IsIds ? 1 : 0) + (IsCount ? 1 : 0) + (IsDecode ? 1 : 0) > 1)
        {
            problems.Add("--ids, --count and --decode exclude each other");
        }

        if (ChatFile is not null && IsDecode)
        {
            problems.Add("--chat makes a prompt of a conversation; --decode reads ids: use one");
        }

        if (ChatFile is not null && Input != "-")
        {
            problems.Add($"--chat {ChatFile} is what is read: {Input} has no place");
        }

        problems.ThrowIfAny();
    }

    /// <exception cref="UsageException">A file cannot be read, or is not what it should be.</exception>
    public void Run(Stream output)
    {
        Tokenizer tokenizer = Tokenizer.Load(TokenizerPath!, new TokenizerOptions { Pattern = Pattern });
        if (IsDecode)
        {
            var text = new ArrayBufferWriter<byte>();
            tokenizer.Decode(IdText.Read(Input, ReadInput()), text, skipSpecialTokens: !IsSpecial);
            WriteText(output, text.WrittenSpan);
            return;
        }

        string? prompt = ChatFile is null ? null : ChatPrompt();
        byte[] utf8 = prompt is null ? ReadInput() : Encoding.UTF8.GetBytes(prompt);
        var ids = new List<int>();
        tokenizer.Encode(utf8, ids, addSpecialTokens: IsSpecial);
        if (IsJson)
        {
            WriteJson(output, utf8.Length, ids, prompt);
        }
        else
        {
            output.Write(Encoding.ASCII.GetBytes((IsCount ? $"{ids.Count}" : string.Join(' ', ids)) + "\n"));
        }
    }

    private string ChatPrompt()
    {
        using JsonDocument document = ChatDocument();
        JsonElement root = document.RootElement;
        bool isBare = root.ValueKind == JsonValueKind.Array;
        JsonElement messages = isBare ? root : root.ValueKind == JsonValueKind.Object && root.TryGetProperty("messages", out JsonElement inside) ? inside : default;
        if (messages.ValueKind != JsonValueKind.Array)
        {
            throw new UsageException($"{ChatFile} is neither an array of messages nor an object with \"messages\"");
        }

        JsonElement? tools = !isBare && root.TryGetProperty("tools", out JsonElement given) && given.ValueKind == JsonValueKind.Array ? given : null;
        TokenizerConfig config = TokenizerConfig.Load(TokenizerPath!);
        ChatTemplate template = config.TemplateFor(tools is not null)
            ?? throw new UsageException($"{TokenizerPath} has no chat template beside it: neither chat_template.jinja nor chat_template in tokenizer_config.json");
        return template.Render(new ChatInputs
        {
            Messages = messages,
            Tools = tools,
            BosToken = config.BosToken,
            EosToken = config.EosToken,
            Extra = isBare ? null : root,
        });
    }

    private JsonDocument ChatDocument()
    {
        try
        {
            return JsonDocument.Parse(ReadFile(ChatFile!));
        }
        catch (JsonException e)
        {
            throw new UsageException($"{ChatFile} is not JSON: {e.Message}");
        }
    }

    private byte[] ReadInput()
    {
        if (Input != "-")
        {
            return ReadFile(Input);
        }

        using Stream input = Console.OpenStandardInput();
        using var all = new MemoryStream();
        input.CopyTo(all);
        return all.ToArray();
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException(File.Exists(path) ? $"{path} cannot be read ({RunFolder.Reason(e)})" : $"{path} does not exist");
        }
    }

    private void WriteText(Stream output, ReadOnlySpan<byte> text)
    {
        if (!IsJson)
        {
            output.Write(text);
            return;
        }

        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("text", text);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private void WriteJson(Stream output, int bytes, List<int> ids, string? prompt)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("tokens", ids.Count);
            json.WriteNumber("bytes", bytes);
            if (prompt is not null)
            {
                json.WriteString("prompt", prompt);
            }

            if (!IsCount)
            {
                json.WriteStartArray("ids");
                ids.ForEach(json.WriteNumberValue);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }
}
