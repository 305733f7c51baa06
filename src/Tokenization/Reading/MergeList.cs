using System.Text.Json;
using LoadGen.Tokenization.Pipeline;

namespace LoadGen.Tokenization.Reading;

/// <summary>Merges as the file writes them: <c>"a b"</c>, or <c>["a", "b"]</c> since tokenizers 0.20. Two strings each, end to end.</summary>
internal sealed class MergeList
{
    private readonly ByteBuffer _bytes = new();
    private readonly IdBuffer _ends = new();

    public bool IsThere { get; private set; }

    public int Count => _ends.Count / 2;

    public ReadOnlySpan<byte> Left(int merge) => Part(2 * merge);

    public ReadOnlySpan<byte> Right(int merge) => Part((2 * merge) + 1);

    /// <summary>Reads the array that the reader stands at.</summary>
    public void Read(string file, ref Utf8JsonReader reader)
    {
        IsThere = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int merge = Count;
            bool isRead = reader.TokenType == JsonTokenType.StartArray ? TryReadPair(ref reader) : TryReadString(ref reader);
            if (!isRead)
            {
                throw new TokenizerException(file, $"$.model.merges[{merge}]", "no merge: \"a b\" or [\"a\", \"b\"] belongs there");
            }
        }
    }

    private bool TryReadPair(ref Utf8JsonReader reader)
    {
        int before = _ends.Count;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            AddString(ref reader);
            _ends.Add(_bytes.Count);
        }

        return reader.TokenType == JsonTokenType.EndArray && _ends.Count == before + 2;
    }

    private bool TryReadString(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        int start = _bytes.Count;
        AddString(ref reader);
        ReadOnlySpan<byte> both = _bytes.Written[start..];
        int blank = both.IndexOf((byte)' ');
        if (blank < 0 || both[(blank + 1)..].Contains((byte)' '))
        {
            return false;
        }

        _ends.Add(start + blank);
        _ends.Add(_bytes.Count);
        return true;
    }

    private void AddString(ref Utf8JsonReader reader) => _bytes.Advance(reader.CopyString(_bytes.Reserve(reader.ValueSpan.Length)));

    // A blank may stand between the two: the right one begins after it.
    private ReadOnlySpan<byte> Part(int index)
    {
        int start = index == 0 ? 0 : _ends.Written[index - 1];
        ReadOnlySpan<byte> part = _bytes.Written[start.._ends.Written[index]];
        return index % 2 == 1 && part is [(byte)' ', ..] ? part[1..] : part;
    }
}
