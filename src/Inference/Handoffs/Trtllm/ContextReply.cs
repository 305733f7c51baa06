using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Trtllm;

/// <summary>A context server's reply, checked: one choice, and its finish reason.</summary>
internal sealed class ContextReply
{
    private const string Server = "context server";

    private ContextReply(JsonMembers reply, JsonMembers choice, bool isFinished) => (Reply, Choice, IsFinished) = (reply, choice, isFinished);

    /// <summary>The reply's members.</summary>
    public JsonMembers Reply { get; }

    /// <summary>Its only choice.</summary>
    public JsonMembers Choice { get; }

    /// <summary>Nothing is left to generate: the first token already ended the answer.</summary>
    public bool IsFinished { get; }

    /// <summary>Reads a reply.</summary>
    /// <exception cref="HandoffException">502: it has not the expected form.</exception>
    public static ContextReply Read(ReadOnlyMemory<byte> text)
    {
        JsonMembers reply = EngineReply.Read(text, Server);
        List<ReadOnlyMemory<byte>> choices = EngineReply.Choices(reply);
        if (choices.Count != 1)
        {
            throw new HandoffException(502, $"context server's reply: {choices.Count} choices, expected 1");
        }

        JsonMembers choice = EngineReply.Read(choices[0], Server);
        return JsonValue.Text(choice.Find(HandoffFields.FinishReason).Span) switch
        {
            null => throw new HandoffException(502, "context server's reply: the choice has no finish_reason"),
            "length" or "not_finished" => new ContextReply(reply, choice, isFinished: false),
            _ => new ContextReply(reply, choice, isFinished: true),
        };
    }

    /// <summary>What the generation server has to be told.</summary>
    /// <exception cref="HandoffException">502: it is missing, or an id in it.</exception>
    public JsonMembers Parameters()
    {
        ReadOnlyMemory<byte> value = Choice.Find(HandoffFields.DisaggregatedParams);
        if (!JsonValue.IsObject(value.Span))
        {
            throw new HandoffException(502, "context server's reply: the choice has no disaggregated_params; is it started as a context server?");
        }

        JsonMembers parameters = EngineReply.Read(value, Server);
        Require(parameters, HandoffFields.CtxRequestId, "ctx_request_id");
        Require(parameters, HandoffFields.DisaggRequestId, "disagg_request_id");
        return parameters;
    }

    private static void Require(JsonMembers parameters, ReadOnlySpan<byte> name, string shown)
    {
        if (JsonValue.IsAbsent(parameters.Find(name).Span))
        {
            throw new HandoffException(502, $"context server's reply: disaggregated_params has no {shown}");
        }
    }
}
