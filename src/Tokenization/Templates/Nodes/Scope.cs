using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Nodes;

/// <summary>Variables, and those around them; and where the text goes.</summary>
internal sealed class Scope(Scope? parent, TemplateOutput output)
{
    private readonly Dictionary<string, object?> _variables = new(StringComparer.Ordinal);

    public TemplateOutput Output => output;

    /// <summary>A scope within this one.</summary>
    public Scope Within(TemplateOutput? to = null) => new(this, to ?? output);

    public void Set(string name, object? value) => _variables[name] = value;

    public object? Get(string name)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._variables.TryGetValue(name, out object? value))
            {
                return value;
            }
        }

        return Undefined.Variable(name, Names());
    }

    private Scope? Parent => parent;

    // Functions are not what a template misses.
    private HashSet<string> Names()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (Scope? scope = this; scope is not null; scope = scope.Parent)
        {
            names.UnionWith(scope._variables.Where(variable => variable.Value is not Callable).Select(variable => variable.Key));
        }

        return names;
    }
}
