using System.Text.Json.Serialization.Metadata;

namespace LoadGen.Configuration;

/// <summary>What a configuration file may hold: a type, and the values of the keys that are left out.</summary>
/// <typeparam name="T">A record, as System.Text.Json's source generation knows it.</typeparam>
public sealed class YamlSchema<T>
{
    /// <summary>Creates it.</summary>
    /// <param name="type">The type, from a source-generated context with the naming policy of the file's keys (snake_case).</param>
    /// <param name="defaults">
    /// One instance of <typeparamref name="T"/> and of every record within it, whose values stand for keys that are left out. They are
    /// needed because generated code sets every <c>init</c> property, an absent one to zero or null and not to its initializer's value.
    /// Records whose members are all required need none; a record that is missing here is found out at the first read.
    /// </param>
    public YamlSchema(JsonTypeInfo<T> type, params ReadOnlySpan<object> defaults)
    {
        ArgumentNullException.ThrowIfNull(type);
        Type = type;
        var byType = new Dictionary<Type, object>();
        foreach (object one in defaults)
        {
            byType.Add(one.GetType(), one);
        }

        Defaults = byType;
    }

    /// <summary>The type.</summary>
    public JsonTypeInfo<T> Type { get; }

    internal IReadOnlyDictionary<Type, object> Defaults { get; }
}
