using System.Text.Json;
using LoadGen.Workloads.Datasets.Reading;
using LoadGen.Workloads.Traces;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>Reads one format's records. Immutable, hence safe from any thread.</summary>
internal abstract class ConversationParser
{
    /// <summary>The format.</summary>
    public abstract DatasetFormat Format { get; }

    /// <summary>What a record looks like, for messages: <c>a record is {…}</c>.</summary>
    protected abstract string Shape { get; }

    /// <summary>The parser of a format that stands in records of JSON.</summary>
    public static ConversationParser For(DatasetFormat format) => format switch
    {
        DatasetFormat.ShareGpt => new ShareGptParser(),
        DatasetFormat.WildChat => new WildChatParser(),
        DatasetFormat.OpenAiMessages => new OpenAiMessagesParser(),
        DatasetFormat.Custom => new CustomParser(),
        DatasetFormat.Sessions => new SessionsParser(),
        DatasetFormat.Weka => new WekaParser(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, $"{format} is not read record by record."),
    };

    /// <summary>
    /// Puts a record's conversation into <paramref name="into"/>, which may be left without a turn. Null when the record is right, else
    /// what was found and what would be right.
    /// </summary>
    /// <param name="record">One JSON value.</param>
    /// <param name="into">Reset here.</param>
    /// <param name="part">Which of the record's conversations, from 0.</param>
    public string? Read(ReadOnlySpan<byte> record, ConversationBuilder into, int part = 0)
    {
        into.Reset();
        var reader = new Utf8JsonReader(record);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return $"a JSON value that is not an object; {Shape}";
            }

            string? problem = ReadRecord(ref reader, record, into, part);
            if (problem is not null)
            {
                return problem.Contains(';', StringComparison.Ordinal) ? problem : $"{problem}; {Shape}";
            }

            // Past the object: throws when something follows it that is no JSON.
            return reader.Read() ? $"something follows the object; {Shape}" : null;
        }
        catch (JsonException error)
        {
            return $"not valid JSON at byte {Position(record, error) + 1}: {TraceLineParser.Quote(record)}; {Shape}";
        }
        catch (InvalidOperationException)
        {
            // The grammar lets it pass; it shows only when the text is unescaped or compared.
            return $"a text with half a surrogate pair or bytes that are no UTF-8: {TraceLineParser.Quote(record)}; {Shape}";
        }
    }

    /// <summary>Reads from the record's opening brace to its closing one.</summary>
    protected abstract string? ReadRecord(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into, int part);

    // The exception counts bytes from the last line break, of which a record over several lines has some.
    private static long Position(ReadOnlySpan<byte> record, JsonException error)
    {
        int at = 0;
        for (long line = error.LineNumber ?? 0; line > 0; line--)
        {
            at += record[at..].IndexOf((byte)'\n') + 1;
        }

        return at + (error.BytePositionInLine ?? 0);
    }
}
