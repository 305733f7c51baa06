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

    /// <summary>None.</summary>
    public static SourceChoice None { get; } = new(SourceKind.None);

    /// <summary>Reads a name.</summary>
    /// <returns>The choice; null when it names none.</returns>
    public static SourceChoice? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            "auto" => new SourceChoice(SourceKind.Auto),
            "nvml" => new SourceChoice(SourceKind.Nvml),
            "nvidia-smi" => new SourceChoice(SourceKind.NvidiaSmi),
            "amd-smi" => new SourceChoice(SourceKind.AmdSmi),
            "none" => None,
            _ when text.StartsWith(DcgmPrefix, StringComparison.Ordinal)
                && Uri.TryCreate(text[DcgmPrefix.Length..], UriKind.Absolute, out Uri? url)
                && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) => new SourceChoice(SourceKind.Dcgm, url),
            _ => null,
        };
    }
}
