using System.Text.Json.Serialization;
using LoadGen.Measurement.Results;

namespace LoadGen.Verdicts.Evidence;

/// <summary><c>manifest.json</c>: what an evidence archive holds. It is the archive's first member; its digest stands for all of it.</summary>
public sealed record EvidenceManifest
{
    /// <summary>Its name in the archive.</summary>
    public const string FileName = "manifest.json";

    /// <summary>What <see cref="Schema"/> says.</summary>
    public const string SchemaName = "loadgen.evidence";

    /// <summary>Always <see cref="SchemaName"/>.</summary>
    public string Schema { get; init; } = SchemaName;

    /// <summary>Goes up when a key changes its meaning or goes away; new keys alone do not count.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The program that measured, judged and packed.</summary>
    public required ToolInfo Tool { get; init; }

    /// <summary>Start of the measurement, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The verdict, as <c>verdict.json</c> says it.</summary>
    public required string Verdict { get; init; }

    /// <summary>The other members, in their order.</summary>
    public required IReadOnlyList<EvidenceFile> Files { get; init; }
}

/// <summary>A member of an evidence archive.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its content, lower-case hexadecimal digits.</param>
public sealed record EvidenceFile(string Name, long Bytes, string Sha256);

/// <summary>How the manifest is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(EvidenceManifest))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
