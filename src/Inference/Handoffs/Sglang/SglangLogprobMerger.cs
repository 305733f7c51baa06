using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Sglang;

/// <summary>
/// <c>meta_info.input_token_logprobs</c> of the client's answer is prefill's followed by decode's: only prefill has computed the prompt. In
/// whole replies, in batches of them, and in every event of a stream; all else stays byte for byte.
/// </summary>
internal sealed class SglangLogprobMerger : IReplyMerger
{
    // By a result's place in a batch; 0 without one.
    private readonly Dictionary<long, ReadOnlyMemory<byte>> _prefill = [];

    public void TakePrefill(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> start = body.Span.TrimStart(" \t\r\n"u8);
        if (start is [(byte)'[', ..])
        {
            List<ReadOnlyMemory<byte>> results = Results(body, "prefill");
            for (int i = 0; i < results.Count; i++)
            {
                Take(i, EngineReply.Read(results[i], "prefill"));
            }
        }
        else if (start is [(byte)'{', ..])
        {
            Take(0, EngineReply.Read(body, "prefill"));
        }
        else
        {
            TakeStream(body);
        }
    }

    public ReadOnlyMemory<byte> MergeWhole(ReadOnlyMemory<byte> body)
    {
        if (body.Span.TrimStart(" \t\r\n"u8) is not [(byte)'[', ..])
        {
            return Merge(body, EngineReply.Read(body, "decode"), 0);
        }

        var pieces = new Pieces(body);
        int at = 0;
        int index = 0;
        bool any = false;
        foreach (ReadOnlyMemory<byte> result in Results(body, "decode"))
        {
            ReadOnlyMemory<byte> merged = Merge(result, EngineReply.Read(result, "decode"), index++);
            body.Span.Overlaps(result.Span, out int start);
            pieces.Keep(at, start);
            pieces.Insert(merged);
            at = start + result.Length;
            any |= !merged.Equals(result);
        }

        pieces.Keep(at, body.Length);
        return any ? pieces.TakeWhole() : body;
    }

    public ReadOnlyMemory<byte> MergeEvent(ReadOnlyMemory<byte> data)
    {
        if (StreamEnd.IsDone(data.Span))
        {
            return data;
        }

        JsonMembers result = EngineReply.Read(data, "decode");
        return Merge(data, result, Place(result));
    }

    private static List<ReadOnlyMemory<byte>> Results(ReadOnlyMemory<byte> body, string role)
    {
        var scanner = new Json.JsonScanner(body.Span);
        scanner.Skip();
        scanner.End();
        return scanner.Failed ? throw new HandoffException(502, $"{role}'s reply: {scanner.Fault}") : JsonValue.Elements(body);
    }

    // A batch's events say which prompt they are of.
    private static long Place(JsonMembers result) =>
        JsonValue.TryInteger(result.Find(HandoffFields.Index).Span, out long place) ? place : 0;

    // The events grow from one to the next; the last that has any is the whole.
    private void TakeStream(ReadOnlyMemory<byte> body)
    {
        var lines = new SseDataLines(body);
        while (lines.Next(out ReadOnlyMemory<byte> data))
        {
            if (!StreamEnd.IsDone(data.Span))
            {
                JsonMembers result = EngineReply.Read(data, "prefill");
                Take(Place(result), result);
            }
        }
    }

    private void Take(long place, JsonMembers result)
    {
        ReadOnlyMemory<byte> found = LogprobText.Find(result, out _);
        if (!LogprobText.IsEmpty(found))
        {
            _prefill[place] = found;
        }
    }

    private ReadOnlyMemory<byte> Merge(ReadOnlyMemory<byte> text, JsonMembers result, long place)
    {
        ReadOnlyMemory<byte> found = LogprobText.Find(result, out int at);
        if (found.IsEmpty || !_prefill.TryGetValue(place, out ReadOnlyMemory<byte> first))
        {
            return text;
        }

        return (byte[])[.. text.Span[..at], .. LogprobText.Join(first, found).Span, .. text.Span[(at + found.Length)..]];
    }
}
