namespace LoadGen.Configuration;

/// <summary>A value of a YAML file and where it begins.</summary>
internal abstract record YamlNode(Place Place);

/// <summary>A key and its value.</summary>
internal sealed record YamlEntry(string Key, Place KeyPlace, YamlNode Value);

/// <summary>Keys with values, in the file's order, each key once.</summary>
internal sealed record YamlMapping(Place Place, IReadOnlyList<YamlEntry> Entries) : YamlNode(Place);

/// <summary>A list.</summary>
internal sealed record YamlSequence(Place Place, IReadOnlyList<YamlNode> Items) : YamlNode(Place);

/// <summary>Text, a number, a truth value or nothing.</summary>
internal sealed record YamlScalar(Place Place, string Text, ScalarKind Kind, bool IsQuoted) : YamlNode(Place);

/// <summary>What a scalar is by YAML 1.2's core schema.</summary>
internal enum ScalarKind
{
    /// <summary>Anything else, and everything in quotes.</summary>
    Text,

    /// <summary>Nothing, <c>null</c> or <c>~</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a point or an exponent.</summary>
    Float,

    /// <summary><c>.inf</c> or <c>.nan</c>: numbers that no setting means.</summary>
    NotFinite,
}
