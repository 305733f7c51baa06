using LoadGen.Serving;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Responses;

/// <summary>
/// The events of one streamed response, formatted but for the token's text (and the counts of continuous usage), so that a token costs
/// a few copies instead of a JSON writer.
/// </summary>
internal sealed class EventTemplate
{
    private readonly byte[] _opening;
    private readonly byte[] _prefix;
    private readonly byte[] _usagePrefix;
    private readonly byte[][] _closings;
    private readonly UsageText? _continuous;
    private readonly UsageText? _final;

    /// <summary>Formats a response's events.</summary>
    /// <param name="identity">What names the response.</param>
    /// <param name="promptTokens">For usage.</param>
    /// <param name="includeUsage">Usage in a chunk of its own at the end.</param>
    /// <param name="continuousUsage">Usage on every chunk.</param>
    public EventTemplate(ResponseIdentity identity, int promptTokens, bool includeUsage, bool continuousUsage)
    {
        string head = "data: " + identity.Head(identity.Api == ApiKind.Chat ? "chat.completion.chunk" : "text_completion") + ",\"choices\":[";
        string choice = identity.Api == ApiKind.Chat ? "{\"index\":0,\"delta\":{\"content\":\"" : "{\"index\":0,\"text\":\"";
        _opening = identity.Api == ApiKind.Chat
            ? Encoding.UTF8.GetBytes(head + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n")
            : [];
        _prefix = Encoding.UTF8.GetBytes(head + choice);
        _usagePrefix = Encoding.UTF8.GetBytes(head + "]");
        _closings = identity.Api == ApiKind.Chat ? ChatClosings : CompletionClosings;
        _continuous = continuousUsage ? new UsageText(promptTokens) : null;
        _final = includeUsage || continuousUsage ? new UsageText(promptTokens) : null;
    }

    /// <summary>The end marker's event.</summary>
    public static ReadOnlySpan<byte> Done => "data: [DONE]\n\n"u8;

    /// <summary>An error in mid-stream, as vLLM words it.</summary>
    public static ReadOnlySpan<byte> Error =>
        "data: {\"error\":{\"message\":\"simulated failure\",\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}\n\n"u8;

    private static ReadOnlySpan<byte> EventEnd => "}\n\n"u8;

    // Indexed by FinishText.
    private static byte[][] ChatClosings { get; } = Closings("\"}");

    private static byte[][] CompletionClosings { get; } = Closings("\"");

    /// <summary>What precedes the first token: a chat's role.</summary>
    public void AppendOpening(FrameWriter frames)
    {
        if (_opening.Length > 0)
        {
            frames.Chunk(_opening);
        }
    }

    /// <summary>A chunk of tokens.</summary>
    /// <param name="frames">Takes the chunk.</param>
    /// <param name="text">Their text, which needs no JSON escape.</param>
    /// <param name="completionTokens">Tokens so far, these included.</param>
    /// <param name="finish">The finish reason.</param>
    public void AppendTokens(FrameWriter frames, ReadOnlySpan<byte> text, int completionTokens, FinishText finish)
    {
        ReadOnlySpan<byte> closing = _closings[(int)finish];
        if (_continuous is null)
        {
            frames.Chunk(_prefix, text, closing, EventEnd);
        }
        else
        {
            frames.Chunk(_prefix, text, closing, _continuous.Format(completionTokens));
        }
    }

    /// <summary>The usage chunk, if it was asked for: empty choices.</summary>
    public void AppendUsage(FrameWriter frames, int completionTokens)
    {
        if (_final is not null)
        {
            frames.Chunk(_usagePrefix, _final.Format(completionTokens));
        }
    }

    /// <summary>An event whose JSON breaks off.</summary>
    public void AppendMalformed(FrameWriter frames) => frames.Chunk(_prefix, "\n\n"u8);

    private static byte[][] Closings(string end)
    {
        return [Closing("null"), Closing("\"length\""), Closing("\"stop\"")];

        byte[] Closing(string reason) => Encoding.UTF8.GetBytes(end + ",\"logprobs\":null,\"finish_reason\":" + reason + "}]");
    }

    /// <summary>The usage field with its counts, and the event's end.</summary>
    private sealed class UsageText
    {
        private readonly int _promptTokens;
        private readonly int _start;
        private readonly byte[] _text = new byte[192];

        public UsageText(int promptTokens)
        {
            _promptTokens = promptTokens;
            string start = string.Create(CultureInfo.InvariantCulture, $",\"usage\":{{\"prompt_tokens\":{promptTokens},\"prompt_tokens_details\":{{\"cached_tokens\":0}},\"completion_tokens\":");
            _start = Encoding.UTF8.GetBytes(start, _text);
        }

        public ReadOnlySpan<byte> Format(int completionTokens)
        {
            int length = _start;
            Utf8Formatter.TryFormat(completionTokens, _text.AsSpan(length), out int digits);
            length += digits;
            length += Put(",\"total_tokens\":"u8, length);
            Utf8Formatter.TryFormat((long)_promptTokens + completionTokens, _text.AsSpan(length), out digits);
            length += digits;
            length += Put("}}\n\n"u8, length);
            return _text.AsSpan(0, length);
        }

        private int Put(ReadOnlySpan<byte> bytes, int at)
        {
            bytes.CopyTo(_text.AsSpan(at));
            return bytes.Length;
        }
    }
}
