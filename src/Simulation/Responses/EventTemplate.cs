using System.Text;
using LoadGen.Serving;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>
/// The events of a stream of one choice of text, formatted but for the token's text (and the counts of continuous usage), so that a token
/// costs a few copies instead of a JSON writer.
/// </summary>
internal sealed class EventTemplate : StreamEvents
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
    /// <param name="cachedTokens">Of the prompt's tokens, for usage.</param>
    public EventTemplate(ResponseIdentity identity, int promptTokens, bool includeUsage, bool continuousUsage, int cachedTokens = 0)
    {
        string head = "data: " + identity.Head(identity.ChunkName) + ",\"choices\":[";
        string choice = identity.Api == ApiKind.Chat ? "{\"index\":0,\"delta\":{\"content\":\"" : "{\"index\":0,\"text\":\"";
        _opening = identity.Api == ApiKind.Chat
            ? Encoding.UTF8.GetBytes(head + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n")
            : [];
        _prefix = Encoding.UTF8.GetBytes(head + choice);
        _usagePrefix = Encoding.UTF8.GetBytes(head + "]");
        _closings = identity.Api == ApiKind.Chat ? ChatClosings : CompletionClosings;
        _continuous = continuousUsage ? new UsageText(promptTokens, cachedTokens) : null;
        _final = includeUsage || continuousUsage ? new UsageText(promptTokens, cachedTokens) : null;
    }

    private static ReadOnlySpan<byte> EventEnd => "}\n\n"u8;

    // Indexed by FinishText.
    private static byte[][] ChatClosings { get; } = Closings("\"}");

    private static byte[][] CompletionClosings { get; } = Closings("\"");

    /// <inheritdoc/>
    public override void AppendOpening(FrameWriter frames)
    {
        if (_opening.Length > 0)
        {
            frames.Chunk(_opening);
        }
    }

    /// <inheritdoc/>
    public override void AppendTokens(FrameWriter frames, in TokenChunk chunk)
    {
        ReadOnlySpan<byte> closing = _closings[(int)chunk.Finish];
        if (_continuous is null)
        {
            frames.Chunk(_prefix, chunk.Text, closing, EventEnd);
        }
        else
        {
            frames.Chunk(_prefix, chunk.Text, closing, _continuous.Format(chunk.Claimed));
        }
    }

    /// <inheritdoc/>
    public override void AppendUsage(FrameWriter frames, int tokens, int excess)
    {
        if (_final is not null)
        {
            frames.Chunk(_usagePrefix, _final.Format(tokens + excess));
        }
    }

    /// <inheritdoc/>
    public override void AppendMalformed(FrameWriter frames) => frames.Chunk(_prefix, "\n\n"u8);

    private static byte[][] Closings(string end)
    {
        return [Closing("null"), Closing("\"length\""), Closing("\"stop\"")];

        byte[] Closing(string reason) => Encoding.UTF8.GetBytes(end + ",\"logprobs\":null,\"finish_reason\":" + reason + "}]");
    }
}
