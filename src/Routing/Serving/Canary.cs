using System.Buffers;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Health;
using LoadGen.Routing.Pairs;

namespace LoadGen.Routing.Serving;

/// <summary>One token, generated the way clients' requests are: nothing less shows that a pair works.</summary>
internal sealed class Canary(RouterCore core)
{
    /// <summary>Generates it.</summary>
    public async Task<CanaryResult> RunAsync(CancellationToken cancellation)
    {
        if (!core.Settings.Readiness.Canary || core.PairHandler is not { } pairs)
        {
            return new CanaryResult(true);
        }

        byte[] text = Body(core.Settings.Readiness.CanaryModel);
        byte[] rented = ArrayPool<byte>.Shared.Rent(text.Length);
        text.CopyTo(rented, 0);
        var body = new ClientBody(rented, text.Length);
        try
        {
            var generation = new GenerationRequest(GenerationApi.Completions, body, HandoffRequest.Read(body.Memory, GenerationApi.Completions), "");
            AttemptResult result = await pairs.GenerateAsync(generation, "canary-" + core.Ids.Next128().ToString("x32", null), cancellation);
            return result is { Kind: AttemptKind.Reply, Status: < 400 }
                ? new CanaryResult(true)
                : new CanaryResult(false, result.Error?.Message ?? (result.Kind == AttemptKind.Reply ? $"a worker answered {result.Status}" : "it was stopped"));
        }
        finally
        {
            body.Release();
        }
    }

    private static byte[] Body(string? model)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            if (model is not null)
            {
                json.WriteString("model"u8, model);
            }

            json.WriteString("prompt"u8, "canary"u8);
            json.WriteNumber("max_tokens"u8, 1);
            json.WriteBoolean("stream"u8, false);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
