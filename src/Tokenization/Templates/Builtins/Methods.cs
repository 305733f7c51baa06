using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Builtins;

/// <summary>Python's methods of strings, mappings and lists, those that change nothing: templates are rendered in a sandbox.</summary>
internal static class Methods
{
    public static Callable? Find(object? owner, string name) => owner switch
    {
        string s => OfString(s, name),
        TemplateMap { IsNamespace: false } map => OfMap(map, name),
        TemplateList list => OfList(list, name),
        _ => null,
    };

    private static Callable? OfString(string s, string name) => name switch
    {
        "strip" => a => Strip(s, a, isLeft: true, isRight: true),
        "lstrip" => a => Strip(s, a, isLeft: true, isRight: false),
        "rstrip" => a => Strip(s, a, isLeft: false, isRight: true),
        "split" => a => Splitting.Split(s, a.Get(0, "sep") as string, Limit(a.Get(1, "maxsplit"))),
        "rsplit" => a => Splitting.SplitFromRight(s, a.Get(0, "sep") as string, Limit(a.Get(1, "maxsplit"))),
        "splitlines" => _ => Splitting.Lines(s),
        "partition" => a => Splitting.Partition(s, a.RequireText(0, "sep")),
        "startswith" => a => IsAny(a.Require(0, "prefix"), prefix => s.StartsWith(prefix, StringComparison.Ordinal)),
        "endswith" => a => IsAny(a.Require(0, "suffix"), suffix => s.EndsWith(suffix, StringComparison.Ordinal)),
        "upper" => _ => s.ToUpperInvariant(),
        "lower" => _ => s.ToLowerInvariant(),
        "title" => _ => Casing.Title(s),
        "capitalize" => _ => Casing.Capitalize(s),
        "replace" => a => Casing.Replace(s, a.RequireText(0, "old"), a.RequireText(1, "new"), a.Get(2, "count") as long?),
        "find" => a => (long)s.IndexOf(a.RequireText(0, "sub"), StringComparison.Ordinal),
        "rfind" => a => (long)s.LastIndexOf(a.RequireText(0, "sub"), StringComparison.Ordinal),
        "index" => a => s.IndexOf(a.RequireText(0, "sub"), StringComparison.Ordinal) is >= 0 and int at ? (long)at : throw new TemplateError("the substring is not there"),
        "count" => a => (long)(s.Split(a.RequireText(0, "sub")).Length - 1),
        "join" => a => string.Join(s, Python.Iterate(a.Require(0, "iterable")).Select(Python.Text)),
        "format" => a => Casing.Format(s, a),
        "removeprefix" => a => s.StartsWith(a.RequireText(0, "prefix"), StringComparison.Ordinal) ? s[a.RequireText(0, "prefix").Length..] : s,
        "removesuffix" => a => s.EndsWith(a.RequireText(0, "suffix"), StringComparison.Ordinal) ? s[..^a.RequireText(0, "suffix").Length] : s,
        "isdigit" => _ => s.Length > 0 && s.All(char.IsDigit),
        "isalpha" => _ => s.Length > 0 && s.All(char.IsLetter),
        "isalnum" => _ => s.Length > 0 && s.All(char.IsLetterOrDigit),
        "isspace" => _ => s.Length > 0 && s.All(char.IsWhiteSpace),
        "isupper" => _ => s.Any(char.IsLetter) && !s.Any(char.IsLower),
        "islower" => _ => s.Any(char.IsLetter) && !s.Any(char.IsUpper),
        _ => null,
    };

    private static Callable? OfMap(TemplateMap map, string name) => name switch
    {
        "items" => _ => new TemplateList(map.Items().Select(item => new TemplateList([item.Key, item.Value], isTuple: true))),
        "keys" => _ => new TemplateList(map.Keys),
        "values" => _ => new TemplateList(map.Items().Select(item => item.Value)),
        "get" => a => a.Require(0, "key") is { } key && map.TryGet(key, out object? value) ? value : a.Get(1, "default"),
        "copy" => _ => Copy(map),
        _ => null,
    };

    private static Callable? OfList(TemplateList list, string name) => name switch
    {
        "index" => a => list.FindIndex(one => Python.AreEqual(one, a.Require(0, "value"))) is >= 0 and int at ? (long)at : throw new TemplateError("the value is not in the list"),
        "count" => a => (long)list.Count(one => Python.AreEqual(one, a.Require(0, "value"))),
        "copy" => _ => new TemplateList(list, list.IsTuple),
        "append" or "extend" or "insert" or "pop" or "remove" or "clear" or "sort" or "reverse" =>
            _ => throw new TemplateError($"a list cannot be changed ({name}): add lists with +, or keep a namespace"),
        _ => null,
    };

    private static TemplateMap Copy(TemplateMap map)
    {
        var copy = new TemplateMap();
        foreach ((object key, object? value) in map.Items())
        {
            copy[key] = value;
        }

        return copy;
    }

    private static string Strip(string s, Arguments arguments, bool isLeft, bool isRight)
    {
        char[]? characters = (arguments.Get(0, "chars") as string)?.ToCharArray();
        s = isLeft ? s.TrimStart(characters) : s;
        return isRight ? s.TrimEnd(characters) : s;
    }

    private static bool IsAny(object? ends, Func<string, bool> holds) => ends switch
    {
        string s => holds(s),
        TemplateList list => list.Exists(one => one is string s && holds(s)),
        _ => throw new TemplateError($"a string or a tuple of them belongs there, not {Python.Kind(ends)}"),
    };

    private static int Limit(object? limit) => limit is long n and >= 0 ? (int)Math.Min(n, int.MaxValue - 1) : int.MaxValue - 1;
}
