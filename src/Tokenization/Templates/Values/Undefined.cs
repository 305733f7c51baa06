namespace LoadGen.Tokenization.Templates.Values;

/// <summary>What is not there. It prints as nothing and is false; to go into it or to reckon with it is an error that says what there is.</summary>
internal sealed class Undefined(string reason)
{
    /// <summary>What is not there, and what is.</summary>
    public string Reason => reason;

    public static Undefined Variable(string name, IEnumerable<string> known) => new($"'{name}' is undefined; there is {Listed(known)}");

    public static Undefined Member(string owner, string name, object? of) => new(of switch
    {
        TemplateMap map => $"{owner} has no '{name}'; it has {Listed(map.Keys.Select(Python.Text))}",
        TemplateList list => $"{owner} has no element {name}; it has {list.Count}",
        _ => $"{owner} has no '{name}': it is {Python.Kind(of)}",
    });

    public TemplateError Error() => new(reason);

    private static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names.Order(StringComparer.Ordinal)];
        return all.Length == 0 ? "nothing" : string.Join(", ", all);
    }
}
