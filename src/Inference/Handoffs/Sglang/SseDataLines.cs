namespace LoadGen.Inference.Handoffs.Sglang;

/// <summary>
/// The <c>data</c> lines of a stream of server-sent events that is complete in memory. SGLang writes each event as one such line, so no
/// lines are joined; the transport's parser reads streams as they come.
/// </summary>
/// <param name="stream">The whole stream.</param>
internal struct SseDataLines(ReadOnlyMemory<byte> stream)
{
    private ReadOnlyMemory<byte> _rest = stream;

    /// <summary>The next line's data; false at the end.</summary>
    public bool Next(out ReadOnlyMemory<byte> data)
    {
        while (!_rest.IsEmpty)
        {
            int end = _rest.Span.IndexOfAny((byte)'\n', (byte)'\r');
            ReadOnlyMemory<byte> line = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (line.Span.StartsWith("data:"u8))
            {
                data = line["data:".Length..];
                if (data.Span is [(byte)' ', ..])
                {
                    data = data[1..];
                }

                return true;
            }
        }

        data = default;
        return false;
    }
}
