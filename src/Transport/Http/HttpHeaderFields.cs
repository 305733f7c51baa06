namespace LoadGen.Transport.Http;

/// <summary>The header fields of a response, one after another. Valid only during the handler's call.</summary>
public ref struct HttpHeaderFields
{
    private ReadOnlySpan<byte> _rest;

    internal HttpHeaderFields(ReadOnlySpan<byte> fields) => _rest = fields;

    /// <summary>The present field's name, as it was sent.</summary>
    public ReadOnlySpan<byte> Name { readonly get; private set; }

    /// <summary>Its value, trimmed of spaces and tabs.</summary>
    public ReadOnlySpan<byte> Value { readonly get; private set; }

    /// <summary>Goes on to the next field; false behind the last.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            int lf = _rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = lf < 0 ? _rest : _rest[..lf];
            _rest = lf < 0 ? default : _rest[(lf + 1)..];
            int colon = line.IndexOf((byte)':');
            if (colon > 0)
            {
                Name = line[..colon];
                Value = line[(colon + 1)..].Trim(" \t\r"u8);
                return true;
            }
        }

        return false;
    }
}
