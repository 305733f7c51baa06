using System.Diagnostics.CodeAnalysis;

namespace LoadGen.Tokenization.Templates.Values;

/// <summary>A dictionary in the order of insertion. A namespace is one whose members can be set.</summary>
internal sealed class TemplateMap(bool isNamespace = false)
{
    private readonly Dictionary<object, object?> _values = [];
    private readonly List<object> _keys = [];

    public bool IsNamespace => isNamespace;

    public int Count => _keys.Count;

    public IReadOnlyList<object> Keys => _keys;

    public object? this[object key]
    {
        get => _values[key];
        set
        {
            if (!_values.ContainsKey(key))
            {
                _keys.Add(key);
            }

            _values[key] = value;
        }
    }

    public bool TryGet(object key, [MaybeNullWhen(false)] out object value)
    {
        bool isThere = _values.TryGetValue(key, out value);
        return isThere;
    }

    public bool Has(object key) => _values.ContainsKey(key);

    public IEnumerable<(object Key, object? Value)> Items() => _keys.Select(key => (key, _values[key]));
}
