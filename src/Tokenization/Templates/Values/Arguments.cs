namespace LoadGen.Tokenization.Templates.Values;

/// <summary>What a function, filter, test or method is called with.</summary>
internal sealed class Arguments(List<object?> positional, Dictionary<string, object?> named)
{
    public static Arguments None { get; } = new([], []);

    public List<object?> Positional => positional;

    public Dictionary<string, object?> Named => named;

    public int Count => positional.Count;

    /// <summary>An argument by place or name, or what stands in for it.</summary>
    public object? Get(int place, string name, object? ifMissing = null) =>
        place < positional.Count ? positional[place] : named.GetValueOrDefault(name, ifMissing);

    /// <summary>An argument that must be there.</summary>
    public object? Require(int place, string name) => place < positional.Count || named.ContainsKey(name)
        ? Get(place, name)
        : throw new TemplateError($"the argument {name} is missing");

    public string RequireText(int place, string name) => Require(place, name) as string
        ?? throw new TemplateError($"the argument {name} is {Python.Kind(Get(place, name))}, not a string");

    public Arguments After(int count) => new([.. positional.Skip(count)], named);
}

/// <summary>Something that can be called.</summary>
internal delegate object? Callable(Arguments arguments);
