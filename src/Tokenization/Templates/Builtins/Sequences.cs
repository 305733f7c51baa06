using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Builtins;

/// <summary>The filters that go over items.</summary>
internal static class Sequences
{
    /// <summary>Items, or an attribute of each; <c>a.b</c> goes into <c>a</c>.</summary>
    public static IEnumerable<object?> Attributes(object? value, object? attribute) => attribute is null
        ? Python.Iterate(value)
        : Python.Iterate(value).Select(item => Attribute(item, attribute));

    public static object? Map(object? value, Arguments arguments)
    {
        if (arguments.Named.TryGetValue("attribute", out object? attribute))
        {
            return new TemplateList(Python.Iterate(value).Select(item => Attribute(item, attribute) switch
            {
                Undefined when arguments.Named.TryGetValue("default", out object? ifMissing) => ifMissing,
                var found => found,
            }));
        }

        string name = arguments.RequireText(0, "filter");
        Filter filter = Filters.Find(name) ?? throw new TemplateError($"the filter {name} is not known; known: {string.Join(", ", Filters.Names)}");
        return new TemplateList(Python.Iterate(value).Select(item => filter(item, arguments.After(1))));
    }

    public static object? Select(object? value, Arguments arguments, bool isKept)
    {
        Func<object?, bool> test = TestOf(arguments, 0);
        return new TemplateList(Python.Iterate(value).Where(item => test(item) == isKept));
    }

    public static object? SelectAttribute(object? value, Arguments arguments, bool isKept)
    {
        object? attribute = arguments.Require(0, "attribute");
        Func<object?, bool> test = TestOf(arguments, 1);
        return new TemplateList(Python.Iterate(value).Where(item => test(Attribute(item, attribute)) == isKept));
    }

    public static object? Sort(object? value, Arguments arguments)
    {
        object? attribute = arguments.Get(2, "attribute");
        bool isCaseSensitive = Python.IsTrue(arguments.Get(1, "case_sensitive"));
        object? Key(object? item)
        {
            object? key = attribute is null ? item : Attribute(item, attribute);
            return key is string s && !isCaseSensitive ? s.ToLowerInvariant() : key;
        }

        IOrderedEnumerable<object?> sorted = Python.Iterate(value).OrderBy(Key, Comparer<object?>.Create(Python.Compare));
        return new TemplateList(Python.IsTrue(arguments.Get(0, "reverse")) ? sorted.Reverse() : sorted);
    }

    public static object? Unique(object? value, Arguments arguments)
    {
        var unique = new TemplateList();
        var keys = new List<object?>();
        foreach (object? item in Python.Iterate(value))
        {
            object? key = arguments.Get(1, "attribute") is { } attribute ? Attribute(item, attribute) : item;
            key = key is string s && !Python.IsTrue(arguments.Get(0, "case_sensitive")) ? s.ToLowerInvariant() : key;
            if (!keys.Exists(known => Python.AreEqual(known, key)))
            {
                keys.Add(key);
                unique.Add(item);
            }
        }

        return unique;
    }

    public static object? Extreme(object? value, Arguments arguments, int sign)
    {
        object?[] items = [.. Python.Iterate(value)];
        return items.Length == 0
            ? new Undefined("there is no item")
            : items.Aggregate((best, item) => sign * Python.Compare(Key(item), Key(best)) > 0 ? item : best);

        object? Key(object? item) => arguments.Get(1, "attribute") is { } attribute ? Attribute(item, attribute) : item;
    }

    private static Func<object?, bool> TestOf(Arguments arguments, int place)
    {
        if (arguments.Count <= place)
        {
            return Python.IsTrue;
        }

        string name = arguments.RequireText(place, "test");
        Test test = Tests.Find(name) ?? throw new TemplateError($"the test {name} is not known; known: {string.Join(", ", Tests.Names)}");
        Arguments rest = arguments.After(place + 1);
        return item => test(item, rest);
    }

    private static object? Attribute(object? item, object? attribute)
    {
        foreach (string part in Python.Text(attribute).Split('.'))
        {
            object? key = long.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out long index) ? index : part;
            item = item is Undefined ? item : Members.Get(item, key, isAttribute: false, "an item");
        }

        return item;
    }
}
