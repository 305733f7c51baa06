using LoadGen.Configuration;

namespace LoadGen.Launching.Expressions;

/// <summary>The names that an expression knows.</summary>
internal sealed class ExpressionScope
{
    private readonly Dictionary<string, ExpressionValue> _values;

    /// <summary>An empty scope.</summary>
    public ExpressionScope() => _values = new(StringComparer.Ordinal);

    private ExpressionScope(ExpressionScope outer) => _values = new(outer._values, StringComparer.Ordinal);

    /// <summary>Every name, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. _values.Keys.Order(StringComparer.Ordinal)];

    public ExpressionValue this[string name]
    {
        set => _values[name] = value;
    }

    /// <summary>The same names, to which more can be added.</summary>
    public ExpressionScope Inner() => new(this);

    public bool Knows(string name) => _values.ContainsKey(name);

    /// <exception cref="ExpressionException">There is no such name.</exception>
    public ExpressionValue Find(string name, int position)
    {
        if (_values.TryGetValue(name, out ExpressionValue value))
        {
            return value;
        }

        string hint = Spelling.Nearest(name, _values.Keys) is { } nearest ? $"did you mean '{nearest}'? " : "";
        throw new ExpressionException(position, $"unknown name '{name}'; {hint}accepted: {string.Join(", ", Names)}");
    }
}
