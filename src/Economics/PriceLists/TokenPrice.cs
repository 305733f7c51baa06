namespace LoadGen.Economics.PriceLists;

/// <summary>What a provider asks for a model's tokens.</summary>
public sealed record TokenPrice
{
    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The model, by its short name in rows (<c>dsr1</c>) or as requests name it.</summary>
    public required string Model { get; init; }

    /// <summary>US dollars per million input tokens.</summary>
    public required double InputUsdPerMillion { get; init; }

    /// <summary>US dollars per million output tokens.</summary>
    public required double OutputUsdPerMillion { get; init; }
}
