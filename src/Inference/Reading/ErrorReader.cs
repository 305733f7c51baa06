using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Reads the bodies of failed requests. The shapes in the field:
/// <code>
/// {"error":{"message":"…","type":"…","code":…}}            OpenAI, newer vLLM, llama.cpp, Dynamo
/// {"error":"…"}, {"error":"…","error_type":"…"}            Triton, TGI
/// {"object":"error","message":"…","type":"…","code":400}   older vLLM, SGLang, TensorRT-LLM
/// {"detail":"…"}, {"detail":[{"loc":[…],"msg":"…"}]}       FastAPI
/// [{"error":{…}}]                                          Google
/// "…", plain text, HTML, nothing                           proxies
/// </code>
/// Never throws. A FastAPI item's <c>input</c> is the request body and is never read.
/// </summary>
internal static class ErrorReader
{
    /// <summary>Reads a body.</summary>
    /// <param name="status">The response's status; 0 for an error inside a stream.</param>
    /// <param name="body">The whole body, or the event's data.</param>
    public static InferenceError Read(int status, ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8))
        {
            body = body["\uFEFF"u8.Length..];
        }

        body = JsonText.Trim(body);
        if (body.IsEmpty)
        {
            return new InferenceError($"{Where(status)} with no message");
        }

        var json = new JsonScanner(body);
        ErrorParts parts = ReadValue(ref json);
        json.End();
        if (json.Failed)
        {
            return new InferenceError(ErrorText.FirstLine(body) ?? $"{Where(status)} with a body that is no text");
        }

        string? message = ErrorText.Clean(parts.Message);
        if (message is not null && !parts.Location.IsEmpty)
        {
            message = ErrorText.Cut($"{ErrorText.Location(parts.Location)}: {message}");
        }

        return new InferenceError(
            message ?? $"{Where(status)} with no message in its JSON body", ErrorText.Clean(parts.Type), ErrorText.Clean(parts.Code));
    }

    private static string Where(int status) => status == 0 ? "an error event" : $"HTTP {status}";

    private static ErrorParts ReadValue(scoped ref JsonScanner json)
    {
        switch (json.Peek())
        {
            case (byte)'{':
                return ReadObject(ref json);
            case (byte)'[':
                return ReadFirst(ref json);
            case (byte)'"':
                return new ErrorParts { Message = json.ReadString("a string") };
            default:
                json.Skip();
                return default;
        }
    }

    private static ErrorParts ReadFirst(scoped ref JsonScanner json)
    {
        ErrorParts first = default;
        json.EnterArray("an array");
        while (json.NextElement())
        {
            ErrorParts next = ReadValue(ref json);
            first = first.Message.IsEmpty ? next : first;
        }

        return first;
    }

    private static ErrorParts ReadObject(scoped ref JsonScanner json)
    {
        ErrorParts own = default;
        ErrorParts error = default;
        ErrorParts detail = default;
        json.EnterObject("an object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("error"u8))
            {
                error = ReadValue(ref json);
            }
            else if (name.SequenceEqual("detail"u8))
            {
                detail = ReadValue(ref json);
            }
            else if (name.SequenceEqual("message"u8) || name.SequenceEqual("msg"u8))
            {
                own.Message = ReadScalar(ref json);
            }
            else if (name.SequenceEqual("type"u8) || name.SequenceEqual("error_type"u8))
            {
                own.Type = ReadScalar(ref json);
            }
            else if (name.SequenceEqual("code"u8))
            {
                own.Code = ReadScalar(ref json);
            }
            else if (name.SequenceEqual("loc"u8) && json.Peek() == '[')
            {
                own.Location = json.ReadRaw();
            }
            else
            {
                json.Skip();
            }
        }

        return ErrorParts.Choose(error, own, detail);
    }

    /// <summary>A string's raw bytes or a number as written; empty for anything else.</summary>
    private static ReadOnlySpan<byte> ReadScalar(scoped ref JsonScanner json)
    {
        byte b = json.Peek();
        if (b == '"')
        {
            return json.ReadString("a string");
        }

        if (b == '-' || JsonText.IsDigit(b))
        {
            return json.ReadNumber("a number");
        }

        json.Skip();
        return default;
    }
}
