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
}
