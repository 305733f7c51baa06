using LoadGen.Workloads.Traces;

namespace LoadGen.Workloads.Datasets.Reading;

/// <summary>One record a line; blank lines are none.</summary>
internal sealed class LineRecords(Stream stream) : RecordReader
{
    private readonly Utf8LineReader _lines = new(stream, MaxRecordBytes);

    public override long Line => Math.Max(1, _lines.LineNumber);

    public override long Offset => _lines.LineOffset;

    public override bool TryRead(out ReadOnlySpan<byte> record, ref string? problem)
    {
        while (_lines.TryRead(out record, ref problem))
        {
            if (!record.Trim(" \t"u8).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    public override void Dispose() => _lines.Dispose();
}
