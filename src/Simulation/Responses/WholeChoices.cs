using System.Buffers;
using System.Text.Json;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>An OpenAI response in one piece that is more than one choice of text: see <see cref="ChoiceEvents"/>.</summary>
internal static class WholeChoices
{
    public static byte[] Format(ResponseIdentity identity, StreamPlan plan, GenerationRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, JsonEvents.WriterOptions);
        identity.WriteHead(json, identity.ObjectName);
        json.WriteStartArray("choices"u8);
        byte[] text = new byte[plan.Tokens * TokenText.TokenBytesMax];
        for (int choice = 0; choice < request.Choices; choice++)
        {
            var run = new TokenRun(0, plan.Tokens, choice, plan.MarkerAt);
            WriteChoice(json, identity, request, run, text.AsSpan(0, TokenText.Write(run, text)), plan.Finish);
        }

        json.WriteEndArray();
        UsageJson.Write(json, request.PromptTokens, request.CachedTokens, (plan.Tokens * request.Choices) + plan.UsageExcess);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteChoice(Utf8JsonWriter json, ResponseIdentity identity, GenerationRequest request, TokenRun run, ReadOnlySpan<byte> text, FinishText finish)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, run.Choice);
        if (request.CalledFunction is { } function)
        {
            json.WriteStartObject("message"u8);
            json.WriteString("role"u8, "assistant"u8);
            json.WriteNull("content"u8);
            ToolCallJson.WriteWhole(json, ToolCallJson.IdFor(identity, run.Choice), function, text);
            json.WriteEndObject();
            json.WriteNull("logprobs"u8);
        }
        else
        {
            int offset = 0;
            ChoiceJson.WriteText(json, identity.Api, "message"u8, text);
            LogprobsJson.Write(json, identity.Api, run, request.Logprobs, ref offset);
        }

        ChoiceJson.WriteFinish(json, finish, request.CalledFunction is not null);
        json.WriteEndObject();
    }
}
