namespace LoadGen.Histograms.Log;

/// <summary>The fields of a log line, which commas or spaces part.</summary>
internal ref struct FieldSplitter(ReadOnlySpan<char> line)
{
    private ReadOnlySpan<char> _rest = line;
    private bool _atEnd;

    /// <summary>Takes the next field; false when there is none, or only white space.</summary>
    public bool TryTake(out ReadOnlySpan<char> field)
    {
        _rest = _rest.TrimStart(' ');
        field = default;
        if (_atEnd || _rest.IsEmpty)
        {
            return false;
        }

        var end = _rest.IndexOfAny(',', ' ');
        _atEnd = end < 0;
        field = _atEnd ? _rest : _rest[..end];
        _rest = _atEnd ? default : SkipOneSeparator(_rest[end..]);
        return true;
    }

    /// <summary>Takes the next field if it begins with a prefix, and gives what comes after the prefix.</summary>
    public bool TryTakeAfter(string prefix, out ReadOnlySpan<char> field)
    {
        field = default;
        if (!_rest.TrimStart(' ').StartsWith(prefix, StringComparison.Ordinal) || !TryTake(out field))
        {
            return false;
        }

        field = field[prefix.Length..];
        return true;
    }

    // "1.5, 2" has one separator, not two with an empty field between them.
    private static ReadOnlySpan<char> SkipOneSeparator(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(' ');
        return !rest.IsEmpty && rest[0] == ',' ? rest[1..] : rest;
    }
}
