using System.Buffers;
using System.Globalization;
using LoadGen.Workloads.Datasets.Formats;
using LoadGen.Workloads.Datasets.Reading;
using Microsoft.Win32.SafeHandles;

namespace LoadGen.Workloads.Datasets;

/// <summary>A file of records and an index of where its conversations stand. Each read is one positioned read of the file.</summary>
internal sealed class FileConversations : ConversationSource
{
    [ThreadStatic]
    private static ConversationBuilder? s_builder;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly RecordIndex _index;
    private readonly ConversationParser _parser;
    private readonly DatasetOptions _options;

    private FileConversations(string path, SafeFileHandle file, RecordIndex index, ConversationParser parser, DatasetOptions options, DatasetFacts facts)
    {
        _path = path;
        _file = file;
        _index = index;
        _parser = parser;
        _options = options;
        Facts = facts;
    }

    public override string Name => DatasetFile.NameOf(Facts.Format);

    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"{Name} dataset {Path.GetFileName(_path)}, {Count} conversations{DatasetFile.Describe(_options)}");

    public override DatasetFacts Facts { get; }

    public override int Count => _index.Count;

    /// <summary>Reads the file once. The limit ends the reading where nothing behind it could be drawn.</summary>
    public static FileConversations Open(string path, FormatFinding finding, DatasetOptions options)
    {
        ConversationParser parser = ConversationParser.For(finding.Format);
        // One handle from the first byte to the last read: what is moved into the file's place meanwhile is not read.
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
        try
        {
            var pass = new IndexPass(path, parser, options);
            using (var stream = new PositionedStream(handle))
            using (RecordReader records = RecordReader.For(stream, finding.Container))
            {
                pass.Run(records);
            }

            DatasetFacts facts = pass.Facts(finding, RandomAccess.GetLength(handle));
            return new FileConversations(path, handle, pass.Index, parser, options, facts);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    internal override Conversation ReadAt(int index, string idSuffix)
    {
        RecordPlace place = _index[index];
        byte[] rented = ArrayPool<byte>.Shared.Rent(place.Length);
        try
        {
            Span<byte> record = rented.AsSpan(0, place.Length);
            ConversationBuilder builder = s_builder ??= new ConversationBuilder();
            string? problem = Fill(record, place.Offset) ?? _parser.Read(record, builder, place.Part);
            if (problem is not null || builder.TurnCount == 0)
            {
                throw new DatasetFormatException(
                    _path, 1, $"the file was changed while it was in use: at byte {place.Offset} {problem ?? "no turn is left"}; it must stay as it is");
            }

            return builder.Build(index.ToString(CultureInfo.InvariantCulture), idSuffix, _options.Time);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }

    // What kept the record from being read whole, if anything did.
    private string? Fill(Span<byte> record, long offset)
    {
        long at = offset;
        while (!record.IsEmpty)
        {
            int read;
            try
            {
                read = RandomAccess.Read(_file, record, at);
            }
            catch (IOException e)
            {
                throw new DatasetFormatException(_path, 1, $"the file cannot be read any more, at byte {at}: {e.Message}");
            }

            if (read == 0)
            {
                return "the file is shorter than it was";
            }

            record = record[read..];
            at += read;
        }

        return null;
    }
}
