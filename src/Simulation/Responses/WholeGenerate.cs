using System.Buffers;
using System.Text.Json;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>A reply of SGLang's native API in one piece: an object, or an array of them where a batch or several choices were asked for.</summary>
internal static class WholeGenerate
{
    public static byte[] Format(ResponseIdentity identity, StreamPlan plan, GenerationRequest request)
    {
        bool isArray = request.Prompts is not null || request.Choices > 1;
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, JsonEvents.WriterOptions);
        if (isArray)
        {
            json.WriteStartArray();
        }

        byte[] text = new byte[plan.Tokens * TokenText.TokenBytesMax];
        for (int choice = 0; choice < request.Choices; choice++)
        {
            var run = new TokenRun(0, plan.Tokens, choice, plan.MarkerAt);
            ReadOnlySpan<byte> words = text.AsSpan(0, TokenText.Write(run, text));
            GenerateJson.Write(json, identity, request, run, words, plan.Tokens + plan.UsageExcess, plan.Finish, isIndexed: false);
        }

        if (isArray)
        {
            json.WriteEndArray();
        }

        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
