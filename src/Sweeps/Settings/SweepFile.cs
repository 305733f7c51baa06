namespace LoadGen.Sweeps.Settings;

/// <summary>A sweep's file, key for key (<c>SearchSpace</c> is <c>search_space</c>). docs/sweeps.md describes each.</summary>
public sealed record SweepFile
{
    /// <summary>The sweep's name, which its folder has; null: the file's.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for, in a line.</summary>
    public string? About { get; init; }

    /// <summary>What holds for every configuration that does not say it itself.</summary>
    public ConfigurationSection Defaults { get; init; } = new();

    /// <summary>What is to be measured, in this order.</summary>
    public required IReadOnlyList<ConfigurationSection> Configurations { get; init; }
}
