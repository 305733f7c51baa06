using System.Buffers;
using System.Text.Json;

namespace LoadGen.Simulation.Handoffs;

/// <summary>Error bodies as each engine shapes them.</summary>
internal static class EngineErrors
{
    /// <summary>vLLM: <c>{"error":{"message","type","param","code"}}</c>; SGLang and TensorRT-LLM: the same fields at the top with <c>"object":"error"</c>.</summary>
    public static byte[] Format(SimulatedEngineKind engine, int status, string message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (engine == SimulatedEngineKind.Vllm)
            {
                json.WriteStartObject("error"u8);
            }
            else
            {
                json.WriteString("object"u8, "error"u8);
            }

            json.WriteString("message"u8, message);
            json.WriteString("type"u8, TypeFor(status));
            json.WriteNull("param"u8);
            json.WriteNumber("code"u8, status);
            if (engine == SimulatedEngineKind.Vllm)
            {
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    // The names of Python's http.HTTPStatus, which all three use.
    private static string TypeFor(int status) => status switch
    {
        400 => "BadRequestError",
        404 => "NotFoundError",
        503 => "ServiceUnavailableError",
        _ => "InternalServerError",
    };
}
