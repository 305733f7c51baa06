using LoadGen.Transport.Connections;

namespace LoadGen.Telemetry.Sources;

/// <summary>Which source is asked for.</summary>
public enum SourceKind
{
    /// <summary>No telemetry.</summary>
    None,

    /// <summary>The first that works: NVML, AMD SMI's library, nvidia-smi, amd-smi.</summary>
    Auto,

    /// <summary>NVML.</summary>
    Nvml,

    /// <summary>nvidia-smi.</summary>
    NvidiaSmi,

    /// <summary>AMD SMI: its library, else its program.</summary>
    AmdSmi,

    /// <summary>A DCGM exporter.</summary>
    Dcgm,
}

/// <summary>A source, as the user names it.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Url">The exporter's page; null but for <see cref="SourceKind.Dcgm"/>.</param>
public sealed record SourceChoice(SourceKind Kind, Uri? Url = null)
{
    /// <summary>What may be named.</summary>
    public const string Accepted = "auto, nvml, nvidia-smi, amd-smi, dcgm:URL (an http address) or none";

    private const string DcgmPrefix = "dcgm:";

    private static readonly (SourceKind Kind, string Name)[] s_names =
    [
        (SourceKind.None, "none"), (SourceKind.Auto, "auto"), (SourceKind.Nvml, "nvml"), (SourceKind.NvidiaSmi, "nvidia-smi"), (SourceKind.AmdSmi, "amd-smi"),
    ];

    /// <summary>None.</summary>
    public static SourceChoice None { get; } = new(SourceKind.None);

    /// <summary>Reads a name.</summary>
    /// <returns>The choice; null when it names none.</returns>
    public static SourceChoice? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach ((SourceKind kind, string name) in s_names)
        {
            if (name == text)
            {
                return new SourceChoice(kind);
            }
        }

        return text.StartsWith(DcgmPrefix, StringComparison.Ordinal) && PageAddress.Parse(text[DcgmPrefix.Length..]) is { } url
            ? new SourceChoice(SourceKind.Dcgm, url)
            : null;
    }

    /// <summary>The name that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Kind == SourceKind.Dcgm ? DcgmPrefix + ShownUrl.Of(Url!) : Array.Find(s_names, n => n.Kind == Kind).Name;
}
