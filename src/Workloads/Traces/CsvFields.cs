namespace LoadGen.Workloads.Traces;

/// <summary>
/// The fields of a line of CSV (RFC 4180, section 2), for foreach: separated by commas, a quoted one without its quotes, blanks
/// around a field dropped. Quotes doubled inside a quoted field stay doubled, as no number or time holds one.
/// </summary>
internal ref struct CsvFields(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _rest = line;
    private bool _ended;

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly CsvFields GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        int comma = UnquotedComma(_rest);
        _ended = comma < 0;
        ReadOnlySpan<byte> field = (_ended ? _rest : _rest[..comma]).Trim(" \t"u8);
        _rest = _ended ? default : _rest[(comma + 1)..];
        bool isQuoted = field.Length >= 2 && field[0] == '"' && field[^1] == '"';
        Current = isQuoted ? field[1..^1].Trim(" \t"u8) : field;
        return true;
    }

    private static int UnquotedComma(ReadOnlySpan<byte> text)
    {
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (text[i] == ',' && !isQuoted)
            {
                return i;
            }
        }

        return -1;
    }
}
