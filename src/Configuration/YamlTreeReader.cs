using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LoadGen.Configuration;

/// <summary>
/// Reads text as one YAML document: mappings, lists and scalars. It goes by the parser's events and not by YamlDotNet's own nodes, because
/// those stop at the first duplicate key. What YAML allows and a configuration does not need is refused: anchors, aliases, merge keys,
/// tags, a second document, keys that are not scalars.
/// </summary>
internal sealed class YamlTreeReader
{
    // Deeper than any configuration; the reader calls itself once a level.
    private const int DepthMax = 64;

    private readonly Parser _parser;
    private readonly ProblemList _problems;
    private readonly bool _hasExpressions;

    private YamlTreeReader(string text, ProblemList problems, bool hasExpressions) =>
        (_parser, _problems, _hasExpressions) = (new Parser(new StringReader(text)), problems, hasExpressions);

    /// <summary>Reads the document. Null, with a problem added, where there is none or its YAML is broken.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="hasExpressions">Whoever reads the nodes expands ${…}; where nobody does, it is refused.</param>
    public static YamlNode? Read(string text, ProblemList problems, bool hasExpressions = false)
    {
        var reader = new YamlTreeReader(text, problems, hasExpressions);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e)
        {
            reader.AddBroken(text, PlaceOf(e.Start), $": {OneLine(e.Message)}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or EndOfStreamException)
        {
            // Some broken collections and block scalars make YamlDotNet 16 fail like this, without a position.
            reader.AddBroken(text, PlaceOf(reader._parser.Current?.End ?? Mark.Empty), " after this position: is a bracket, brace or quote left open?");
        }

        return null;
    }

    // The parser's own words for a tab are about what it took the line for, and its position is that of the mapping around it.
    private void AddBroken(string text, Place place, string what)
    {
        int line = 0;
        foreach (ReadOnlySpan<char> row in text.AsSpan().EnumerateLines())
        {
            line++;
            int tab = row[..^row.TrimStart().Length].IndexOf('\t');
            if (tab >= 0 && tab < row.TrimEnd().Length)
            {
                _problems.AddAt(new Place(line, tab + 1), "", "not valid YAML: a tab indents this line; accepted: blanks");
                return;
            }
        }

        _problems.AddAt(place, "", $"not valid YAML{what}");
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _problems.AddAt(Place.Start, "", "the file is empty; accepted: a mapping of keys");
            return null;
        }

        _parser.Consume<DocumentStart>();
        YamlNode root = ReadNode("", 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out DocumentStart? second))
        {
            _problems.AddAt(PlaceOf(second.Start), "", "a second document begins here; accepted: one document a file");
        }

        return root;
    }

    private YamlNode ReadNode(string path, int depth)
    {
        ParsingEvent next = _parser.Current ?? throw new YamlException("unexpected end of the file");
        Place place = PlaceOf(next.Start);
        if (depth > DepthMax)
        {
            _problems.AddAt(place, path, $"nested deeper than {DepthMax} levels");
            throw _problems.Exception();
        }

        RefuseExtras(next, path);
        switch (next)
        {
            case MappingStart:
                return ReadMapping(place, path, depth);
            case SequenceStart:
                return ReadSequence(place, path, depth);
            case Scalar scalar:
                _parser.MoveNext();
                return ReadScalar(scalar, place, path);
            default:
                _parser.MoveNext();
                return new YamlScalar(place, "", ScalarKind.Text, IsQuoted: true);
        }
    }

    private YamlMapping ReadMapping(Place place, string path, int depth)
    {
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        _parser.Consume<MappingStart>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            YamlNode key = ReadNode(path, depth + 1);
            if (key is not YamlScalar { Text: var name })
            {
                _problems.AddAt(key.Place, path, "a key must be a name, not a mapping or a list");
                ReadNode(path, depth + 1);
                continue;
            }

            string child = Places.Child(path, name);
            YamlNode value = ReadNode(child, depth + 1);
            if (name == "<<" && key is YamlScalar { IsQuoted: false })
            {
                _problems.AddAt(key.Place, path, "merge keys (<<) are not supported: write the keys out");
            }
            else if (seen.TryGetValue(name, out Place first))
            {
                _problems.AddAt(key.Place, child, $"the key stands here a second time; the first is in line {first.Line}");
            }
            else
            {
                seen.Add(name, key.Place);
                entries.Add(new YamlEntry(name, key.Place, value));

                // A block mapping or list begins on a line of its own: there its key is what a reader looks for.
                _problems.Places.Set(child, value is YamlScalar ? value.Place : key.Place);
            }
        }

        return new YamlMapping(place, entries);
    }

    private YamlSequence ReadSequence(Place place, string path, int depth)
    {
        var items = new List<YamlNode>();
        _parser.Consume<SequenceStart>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            string child = Places.Item(path, items.Count);
            items.Add(ReadNode(child, depth + 1));
            _problems.Places.Set(child, items[^1].Place);
        }

        return new YamlSequence(place, items);
    }

    private YamlScalar ReadScalar(Scalar scalar, Place place, string path)
    {
        bool isPlain = scalar.Style is ScalarStyle.Plain or ScalarStyle.Any;
        if (!_hasExpressions && (isPlain || scalar.Style == ScalarStyle.DoubleQuoted) && scalar.Value.Contains("${", StringComparison.Ordinal))
        {
            _problems.AddAt(
                place, path, "${…} is not expanded; name the variable in a key that ends in _env, or put text that is meant as it is into single quotes");
        }

        return new YamlScalar(place, scalar.Value, isPlain ? CoreSchema.KindOf(scalar.Value) : ScalarKind.Text, !isPlain);
    }

    private void RefuseExtras(ParsingEvent next, string path)
    {
        string? extra = next switch
        {
            AnchorAlias => "aliases (*name) are",
            NodeEvent { Anchor.IsEmpty: false } => "anchors (&name) are",
            NodeEvent { Tag.IsEmpty: false } => "tags (!name) are",
            _ => null,
        };
        if (extra is not null)
        {
            _problems.AddAt(PlaceOf(next.Start), path, $"{extra} not supported: write the value out");
        }
    }

    // Mark.Empty, and marks of streams without text, have line 0.
    private static Place PlaceOf(in Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").TrimEnd('.');
}
