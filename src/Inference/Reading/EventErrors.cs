using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>The ways in which an event among good ones says that it is an error, or the end.</summary>
internal static class EventErrors
{
    /// <summary>The end marker of OpenAI's streams, and of many after them.</summary>
    public static ReadOnlySpan<byte> Done => "[DONE]"u8;

    /// <summary>An <c>error</c> field means an error unless it is null, false or an empty string, as some servers send beside good data.</summary>
    public static bool SaysError(ref JsonScanner json)
    {
        switch (json.Peek())
        {
            case (byte)'"':
                return !json.ReadString("a string").IsEmpty;
            case (byte)'n' or (byte)'f':
                json.Skip();
                return false;
            default:
                json.Skip();
                return true;
        }
    }

    /// <summary>vLLM says <c>"object":"error"</c> on its older error bodies; gateways say <c>"type":"error"</c>.</summary>
    public static bool IsErrorName(ref JsonScanner json)
    {
        if (json.Peek() == '"')
        {
            return json.ReadString("a string").SequenceEqual("error"u8);
        }

        json.Skip();
        return false;
    }

    /// <summary>Whether an event's type makes it an error whatever its data; then <paramref name="result"/> says which.</summary>
    public static bool IsError(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamEvent result)
    {
        bool isError = type.SequenceEqual("error"u8);
        result.Error = isError ? ErrorReader.Read(0, data) : result.Error;
        return isError;
    }

    /// <summary>Whether the data was not as expected, or says an error; then <paramref name="result"/> says that and nothing else.</summary>
    /// <param name="json">The scanner, at the data's end.</param>
    /// <param name="isError">Whether the data says an error.</param>
    /// <param name="data">All of the data.</param>
    /// <param name="result">What the event says.</param>
    public static bool IsFault(in JsonScanner json, bool isError, ReadOnlySpan<byte> data, ref StreamEvent result)
    {
        if (!json.Failed && !isError)
        {
            return false;
        }

        result = default;
        result.Malformed = json.Failed ? json.Fault : null;
        result.Error = json.Failed ? null : ErrorReader.Read(0, data);
        return true;
    }

    /// <summary>Calls a whole response malformed that is no error, and lacks what makes it a response.</summary>
    /// <param name="isThere">Whether it has that.</param>
    /// <param name="expected">What was expected, for the message.</param>
    /// <param name="result">What the response says.</param>
    public static void Require(bool isThere, string expected, ref StreamEvent result)
    {
        if (!isThere && result is { Error: null, Malformed: null })
        {
            result = default;
            result.Malformed = $"expected {expected}, found an object without";
        }
    }
}
