using System.Text;

namespace LoadGen.Tokenization.Templates.Reading;

/// <summary>
/// Cuts a template into tokens, with the settings that chat templates are rendered with: <c>trim_blocks</c> (a new line after a block
/// goes) and <c>lstrip_blocks</c> (blanks before a block on its line go); <c>-</c> takes all blanks, <c>+</c> takes none.
/// </summary>
/// <remarks>Syntax: https://jinja.palletsprojects.com/en/stable/templates/.</remarks>
internal sealed class Lexer
{
    private static readonly string[] s_signs =
        ["//", "**", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", ".", ",", ":", "|", "(", ")", "[", "]", "{", "}"];

    private readonly string _name;
    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;

    private Lexer(string name, string source)
    {
        _name = name;
        source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        // Without keep_trailing_newline one new line at the end does not count.
        _source = source.EndsWith('\n') ? source[..^1] : source;
    }

    public static List<Token> Read(string name, string source)
    {
        var lexer = new Lexer(name, source);
        lexer.ReadAll();
        return lexer._tokens;
    }

    private void ReadAll()
    {
        bool isStripped = false;
        while (_at < _source.Length)
        {
            int tag = NextTag(_at);
            ReadData(tag, isStripped);
            if (tag == _source.Length)
            {
                break;
            }

            char kind = _source[tag + 1];
            Advance(tag + 2);
            if (_at < _source.Length && _source[_at] is '-' or '+')
            {
                Advance(_at + 1);
            }

            isStripped = kind switch
            {
                '#' => SkipComment(),
                '%' => ReadBlock(),
                _ => ReadTag(TokenKind.PrintStart, TokenKind.PrintEnd, "}}"),
            };
        }

        Add(TokenKind.End, "");
    }

    private int NextTag(int from)
    {
        for (int i = from; i + 1 < _source.Length; i++)
        {
            if (_source[i] == '{' && _source[i + 1] is '{' or '%' or '#')
            {
                return i;
            }
        }

        return _source.Length;
    }

    private void ReadData(int tag, bool isStripped)
    {
        string data = _source[_at..tag];
        int start = isStripped ? data.Length - data.TrimStart().Length : 0;
        int end = data.Length;
        if (tag < _source.Length)
        {
            char mark = tag + 2 < _source.Length ? _source[tag + 2] : ' ';
            if (mark == '-')
            {
                end = data.TrimEnd().Length;
            }
            else if (mark != '+' && _source[tag + 1] != '{')
            {
                end = EndBeforeIndent(data, _at);
            }
        }

        if (end > start)
        {
            Advance(_at + start);
            Add(TokenKind.Data, data[start..end]);
        }

        Advance(tag);
    }

    // Only blanks between the line's beginning and the tag.
    private int EndBeforeIndent(string data, int offset)
    {
        int lineStart = data.LastIndexOf('\n') + 1;
        bool isLineStart = lineStart > 0 || offset == 0 || _source[offset - 1] == '\n';
        return isLineStart && string.IsNullOrWhiteSpace(data[lineStart..]) ? lineStart : data.Length;
    }

    // Whether all blanks after it go; of itself it takes one new line.
    private bool EndOfTag(bool isBlock)
    {
        char mark = _source[_at - 3];
        if (isBlock && mark is not ('-' or '+') && _at < _source.Length && _source[_at] == '\n')
        {
            Advance(_at + 1);
        }

        return mark == '-';
    }

    private bool SkipComment()
    {
        int end = _source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new TemplateException(_name, _line, "the comment {# has no end #}");
        }

        Advance(end + 2);
        return EndOfTag(isBlock: true);
    }

    private bool ReadBlock()
    {
        int before = _tokens.Count;
        bool isStripped = ReadTag(TokenKind.BlockStart, TokenKind.BlockEnd, "%}");
        if (_tokens.Count == before + 3 && _tokens[before + 1].IsName("raw"))
        {
            _tokens.RemoveRange(before, 3);
            return ReadRaw(isStripped);
        }

        return isStripped;
    }

    private bool ReadRaw(bool isStripped)
    {
        for (int tag = NextTag(_at); tag < _source.Length; tag = NextTag(tag + 2))
        {
            string after = _source[(tag + 2)..].TrimStart('-', '+', ' ');
            if (_source[tag + 1] == '%' && after.StartsWith("endraw", StringComparison.Ordinal))
            {
                ReadData(tag, isStripped);
                Advance(_source.IndexOf("%}", tag, StringComparison.Ordinal) + 2);
                return EndOfTag(isBlock: true);
            }
        }

        throw new TemplateException(_name, _line, "{% raw %} has no {% endraw %}");
    }

    private bool ReadTag(TokenKind start, TokenKind end, string close)
    {
        Add(start, "");
        int openBraces = 0;
        while (true)
        {
            SkipBlanks();
            if (_at >= _source.Length)
            {
                throw new TemplateException(_name, _line, $"a tag has no end {close}");
            }

            ReadOnlySpan<char> rest = _source.AsSpan(_at);
            bool isMarked = rest[0] is '-' or '+' && rest[1..].StartsWith(close);
            if (openBraces == 0 && (isMarked || rest.StartsWith(close)))
            {
                Advance(_at + close.Length + (isMarked ? 1 : 0));
                Add(end, "");
                return EndOfTag(isBlock: close == "%}");
            }

            ReadToken(ref openBraces);
        }
    }

    private void ReadToken(ref int openBraces)
    {
        char c = _source[_at];
        int start = _at;
        if (char.IsLetter(c) || c == '_')
        {
            int end = _at;
            while (end < _source.Length && (char.IsLetterOrDigit(_source[end]) || _source[end] == '_'))
            {
                end++;
            }

            Add(TokenKind.Name, _source[start..end]);
            Advance(end);
        }
        else if (char.IsAsciiDigit(c))
        {
            ReadNumber();
        }
        else if (c is '"' or '\'')
        {
            ReadText(c);
        }
        else
        {
            string sign = Array.Find(s_signs, s => string.CompareOrdinal(_source, start, s, 0, s.Length) == 0)
                ?? throw new TemplateException(_name, _line, $"'{c}' is no part of an expression");
            openBraces += sign == "{" ? 1 : sign == "}" ? -1 : 0;
            Add(TokenKind.Sign, sign);
            Advance(_at + sign.Length);
        }
    }

    private void ReadNumber()
    {
        int end = EndOfDigits(_at);
        bool isFloat = false;
        if (end + 1 < _source.Length && _source[end] == '.' && char.IsAsciiDigit(_source[end + 1]))
        {
            isFloat = true;
            end = EndOfDigits(end + 1);
        }

        int exponent = end + 1 < _source.Length && _source[end] is 'e' or 'E' ? end + (_source[end + 1] is '+' or '-' ? 2 : 1) : _source.Length;
        if (exponent < _source.Length && char.IsAsciiDigit(_source[exponent]))
        {
            isFloat = true;
            end = EndOfDigits(exponent);
        }

        Add(isFloat ? TokenKind.Float : TokenKind.Integer, _source[_at..end].Replace("_", "", StringComparison.Ordinal));
        Advance(end);
    }

    private int EndOfDigits(int at)
    {
        while (at < _source.Length && (char.IsAsciiDigit(_source[at]) || _source[at] == '_'))
        {
            at++;
        }

        return at;
    }

    private void ReadText(char quote)
    {
        var text = new StringBuilder();
        int at = _at + 1;
        while (at < _source.Length && _source[at] != quote)
        {
            at += _source[at] == '\\' && at + 1 < _source.Length ? Escape(at, text) : Plain(_source[at], text);
        }

        if (at >= _source.Length)
        {
            throw new TemplateException(_name, _line, "a string has no end");
        }

        Add(TokenKind.Text, text.ToString());
        Advance(at + 1);
    }

    private static int Plain(char c, StringBuilder text)
    {
        text.Append(c);
        return 1;
    }

    // Returns how long the escape is.
    private int Escape(int at, StringBuilder text)
    {
        char c = _source[at + 1];
        int digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && at + 2 + digits <= _source.Length
            && int.TryParse(_source.AsSpan(at + 2, digits), System.Globalization.NumberStyles.AllowHexSpecifier, null, out int code)
            && (code <= char.MaxValue || Rune.IsValid(code)))
        {
            text.Append(code <= char.MaxValue ? ((char)code).ToString() : char.ConvertFromUtf32(code));
            return 2 + digits;
        }

        _ = c switch
        {
            'n' => text.Append('\n'),
            't' => text.Append('\t'),
            'r' => text.Append('\r'),
            '\\' or '\'' or '"' => text.Append(c),
            '\n' => text,
            _ => text.Append('\\').Append(c),
        };
        return 2;
    }

    private void SkipBlanks()
    {
        int end = _at;
        while (end < _source.Length && char.IsWhiteSpace(_source[end]))
        {
            end++;
        }

        Advance(end);
    }

    private void Advance(int to)
    {
        _line += _source.AsSpan(_at, to - _at).Count('\n');
        _at = to;
    }

    private void Add(TokenKind kind, string value) => _tokens.Add(new Token(kind, value, _line));
}
