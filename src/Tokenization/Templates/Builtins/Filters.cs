using System.Globalization;
using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Builtins;

/// <summary>What stands after <c>|</c>.</summary>
internal delegate object? Filter(object? value, Arguments arguments);

/// <summary>Jinja's filters, and <c>tojson</c> as chat templates have it: Python's <c>json.dumps</c>, nothing escaped for HTML.</summary>
internal static class Filters
{
    private static readonly Dictionary<string, Filter> s_known = new(StringComparer.Ordinal)
    {
        ["abs"] = (v, _) => v is double x ? (object)Math.Abs(x) : Math.Abs(Whole(v)),
        ["attr"] = (v, a) => Members.Get(v, a.RequireText(0, "name"), isAttribute: true, "the value"),
        ["capitalize"] = (v, _) => Casing.Capitalize(Text(v)),
        ["count"] = (v, _) => Python.Length(v),
        ["d"] = Default,
        ["default"] = Default,
        ["dictsort"] = (v, _) => new TemplateList(Map(v).Items().OrderBy(item => Python.Text(item.Key), StringComparer.OrdinalIgnoreCase).Select(Pair)),
        ["first"] = (v, _) => Python.Iterate(v).FirstOrDefault(new Undefined("there is no first item")),
        ["float"] = (v, a) => ToFloat(v) ?? a.Get(0, "default", 0.0),
        ["indent"] = Indent,
        ["int"] = (v, a) => ToInteger(v) ?? a.Get(0, "default", 0L),
        ["items"] = (v, _) => v is Undefined ? new TemplateList() : new TemplateList(Map(v).Items().Select(Pair)),
        ["join"] = (v, a) => string.Join(Python.Text(a.Get(0, "d", "")), Sequences.Attributes(v, a.Get(1, "attribute")).Select(Python.Text)),
        ["last"] = (v, _) => Python.Iterate(v).LastOrDefault(new Undefined("there is no last item")),
        ["length"] = (v, _) => Python.Length(v),
        ["list"] = (v, _) => new TemplateList(Python.Iterate(v)),
        ["lower"] = (v, _) => Text(v).ToLowerInvariant(),
        ["lstrip"] = (v, _) => Text(v).TrimStart(),
        ["map"] = Sequences.Map,
        ["max"] = (v, a) => Sequences.Extreme(v, a, sign: 1),
        ["min"] = (v, a) => Sequences.Extreme(v, a, sign: -1),
        ["reject"] = (v, a) => Sequences.Select(v, a, isKept: false),
        ["rejectattr"] = (v, a) => Sequences.SelectAttribute(v, a, isKept: false),
        ["replace"] = (v, a) => Casing.Replace(Text(v), Python.Text(a.Require(0, "old")), Python.Text(a.Require(1, "new")), a.Get(2, "count") as long?),
        ["reverse"] = (v, _) => v is string s ? string.Concat(Python.Characters(s).Reverse()) : new TemplateList(Python.Iterate(v).Reverse()),
        ["round"] = (v, a) => Math.Round(Python.AsNumber(v) ?? throw NoNumber(v), (int)Whole(a.Get(0, "precision", 0L)), MidpointRounding.ToEven),
        ["rstrip"] = (v, _) => Text(v).TrimEnd(),
        ["safe"] = (v, _) => v,
        ["select"] = (v, a) => Sequences.Select(v, a, isKept: true),
        ["selectattr"] = (v, a) => Sequences.SelectAttribute(v, a, isKept: true),
        ["sort"] = Sequences.Sort,
        ["string"] = (v, _) => Python.Text(v),
        ["sum"] = (v, a) => Sequences.Attributes(v, a.Get(0, "attribute")).Aggregate(a.Get(1, "start", 0L), (sum, one) => Operators.Apply("+", sum, one)),
        ["title"] = (v, _) => Casing.Title(Text(v)),
        ["tojson"] = ToJson,
        ["trim"] = (v, a) => a.Get(0, "chars") is string characters ? Text(v).Trim(characters.ToCharArray()) : Text(v).Trim(),
        ["unique"] = Sequences.Unique,
        ["upper"] = (v, _) => Text(v).ToUpperInvariant(),
    };

    public static IEnumerable<string> Names => s_known.Keys.Order(StringComparer.Ordinal);

    public static Filter? Find(string name) => s_known.GetValueOrDefault(name);

    // What is undefined is an empty text here, as Jinja has it: a prompt must come out the same.
    private static string Text(object? value) => Python.Text(value);

    private static TemplateMap Map(object? value) => value switch
    {
        TemplateMap map => map,
        Undefined undefined => throw undefined.Error(),
        _ => throw new TemplateError($"{Python.Kind(value)} is no mapping"),
    };

    private static TemplateList Pair((object Key, object? Value) item) => new([item.Key, item.Value], isTuple: true);

    private static long Whole(object? value) => value is long n ? n : throw NoNumber(value);

    private static TemplateError NoNumber(object? value) => value is Undefined undefined ? undefined.Error() : new TemplateError($"{Python.Kind(value)} is no number");

    private static object? Default(object? value, Arguments arguments) =>
        value is Undefined || (Python.IsTrue(arguments.Get(1, "boolean")) && !Python.IsTrue(value)) ? arguments.Get(0, "default_value", "") : value;

    private static object? ToInteger(object? value) => value switch
    {
        long n => n,
        bool b => b ? 1L : 0L,
        double x => (long)x,
        string s when long.TryParse(s.Trim(), CultureInfo.InvariantCulture, out long n) => n,
        string s when double.TryParse(s.Trim(), CultureInfo.InvariantCulture, out double x) => (long)x,
        _ => null,
    };

    private static object? ToFloat(object? value) => value is string s
        ? double.TryParse(s.Trim(), CultureInfo.InvariantCulture, out double x) ? x : null
        : Python.AsNumber(value);

    private static string Indent(object? value, Arguments arguments)
    {
        object? width = arguments.Get(0, "width", 4L);
        string pad = width as string ?? new string(' ', (int)Whole(width));
        bool isFirst = Python.IsTrue(arguments.Get(1, "first"));
        bool isBlank = Python.IsTrue(arguments.Get(2, "blank"));
        string[] lines = Text(value).Split('\n');
        return string.Join('\n', lines.Select((line, i) => (i == 0 ? isFirst : isBlank || line.Length > 0) ? pad + line : line));
    }

    private static string ToJson(object? value, Arguments arguments)
    {
        TemplateList? separators = arguments.Get(2, "separators") as TemplateList;
        return TemplateJson.Write(
            value,
            arguments.Get(1, "indent") is long indent ? (int)indent : null,
            Python.IsTrue(arguments.Get(0, "ensure_ascii")),
            Python.IsTrue(arguments.Get(3, "sort_keys")),
            separators?[0] as string,
            separators?[1] as string ?? ": ");
    }
}
