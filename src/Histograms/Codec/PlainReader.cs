namespace LoadGen.Histograms.Codec;

/// <summary>Reads an encoding that is not compressed: a header and its counts.</summary>
internal static class PlainReader
{
    public static HdrHistogram Read(ReadOnlySpan<byte> source)
    {
        var header = HeaderReader.Read(source);
        var rest = source[header.HeaderBytes..];
        if (header.PayloadBytes > rest.Length)
        {
            throw new HistogramFormatException($"The counts are cut short: {rest.Length} bytes of {header.PayloadBytes}.");
        }

        return CountsReader.Read(header, header.PayloadBytes < 0 ? rest : rest[..header.PayloadBytes]);
    }
}
