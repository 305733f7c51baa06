namespace LoadGen.Configuration;

/// <summary>A value of a YAML file and where it begins.</summary>
/// <param name="Place">Where its first character stands.</param>
public abstract record YamlNode(Place Place);

/// <summary>A key and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyPlace">Where the key stands.</param>
/// <param name="Value">Its value.</param>
public sealed record YamlEntry(string Key, Place KeyPlace, YamlNode Value);

/// <summary>Keys with values, in the file's order, each key once.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Entries">Its keys and values.</param>
public sealed record YamlMapping(Place Place, IReadOnlyList<YamlEntry> Entries) : YamlNode(Place);

/// <summary>A list.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Items">Its items.</param>
public sealed record YamlSequence(Place Place, IReadOnlyList<YamlNode> Items) : YamlNode(Place);

/// <summary>Text, a number, a truth value or nothing.</summary>
/// <param name="Place">Where it begins, its quote included.</param>
/// <param name="Text">What it says, without quotes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsQuoted">It stands in quotes, or in a block after | or >.</param>
public sealed record YamlScalar(Place Place, string Text, ScalarKind Kind, bool IsQuoted) : YamlNode(Place);

/// <summary>What a scalar is by YAML 1.2's core schema.</summary>
public enum ScalarKind
{
    /// <summary>Anything else, and everything in quotes.</summary>
    Text,

    /// <summary>Nothing, <c>null</c> or <c>~</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>A number with a point or an exponent.</summary>
    RealNumber,

    /// <summary><c>.inf</c> or <c>.nan</c>: numbers that no setting means.</summary>
    NotFinite,
}
