using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Trtllm;

/// <summary>
/// The client's answer when the context server has already finished: its reply without the members of the hand-off. A streaming client
/// gets the same as events, for the context server never streams: the choice as one chunk, the usage if it was asked for, the end.
/// </summary>
internal static class ContextAnswer
{
    private static readonly byte[] ChatChunk = [.. "\"chat.completion.chunk\""u8];
    private static readonly byte[] EmptyArray = [.. "[]"u8];

    /// <summary>Writes it.</summary>
    public static ReadOnlyMemory<byte> Write(HandoffRequest request, ContextReply context)
    {
        BodyEdit choice = new BodyEdit(context.Choice).Remove(HandoffFields.DisaggregatedParams);
        if (!request.Stream)
        {
            return Envelope(context).Set(HandoffFields.Choices, Array(choice.ToArray())).ToArray();
        }

        bool isChat = request.Api == GenerationApi.Chat;
        if (isChat)
        {
            // A chunk's delta has the form of a message.
            ReadOnlyMemory<byte> message = context.Choice.Find("message"u8);
            choice.Remove("message"u8).Set("delta"u8, message.IsEmpty ? "{}"u8.ToArray() : message);
        }

        var events = new List<byte>();
        AddEvent(events, Chunk(context, isChat).Set(HandoffFields.Choices, Array(choice.ToArray())).Remove(HandoffFields.Usage).ToArray());
        if (WantsUsage(request) && !JsonValue.IsAbsent(context.Reply.Find(HandoffFields.Usage).Span))
        {
            AddEvent(events, Chunk(context, isChat).Set(HandoffFields.Choices, EmptyArray).ToArray());
        }

        AddEvent(events, StreamEnd.Done);
        return events.ToArray();
    }

    private static BodyEdit Envelope(ContextReply context) => new BodyEdit(context.Reply).Remove(HandoffFields.PromptTokenIds);

    // A completion's chunks are of the same kind as its whole answer.
    private static BodyEdit Chunk(ContextReply context, bool isChat) =>
        isChat ? Envelope(context).Set("object"u8, ChatChunk) : Envelope(context);

    private static bool WantsUsage(HandoffRequest request)
    {
        ReadOnlyMemory<byte> options = request.Members.Find(HandoffFields.StreamOptions);
        return JsonValue.IsObject(options.Span)
            && JsonMembers.TryRead(options, out JsonMembers? members, out _)
            && JsonValue.IsTrue(members.Find("include_usage"u8).Span);
    }

    private static byte[] Array(ReadOnlySpan<byte> element) => [(byte)'[', .. element, (byte)']'];

    // A line break in the data would end its line: the reply may be indented, and a string cannot hold a raw one.
    private static void AddEvent(List<byte> events, ReadOnlySpan<byte> data)
    {
        events.AddRange("data: "u8);
        foreach (byte b in data)
        {
            events.Add(b is (byte)'\n' or (byte)'\r' ? (byte)' ' : b);
        }

        events.AddRange("\n\n"u8);
    }
}
