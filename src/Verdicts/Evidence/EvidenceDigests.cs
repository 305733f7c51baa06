using System.Security.Cryptography;

namespace LoadGen.Verdicts.Evidence;

/// <summary>What stands for a whole archive.</summary>
/// <param name="Manifest">SHA-256 of its manifest, which has those of all files: the digest to hand over beside the archive, or to publish.</param>
/// <param name="Archive">SHA-256 of the archive itself, as <c>sha256sum</c> computes it.</param>
public sealed record EvidenceDigests(string Manifest, string Archive)
{
    /// <summary>The file beside an archive that has both.</summary>
    public const string FileName = "evidence.sha256";

    private const string ManifestPrefix = "# manifest.json ";

    /// <summary>Lower-case hexadecimal digits of a digest.</summary>
    public static int Digits => SHA256.HashSizeInBytes * 2;

    /// <summary>Whether a text is a digest.</summary>
    public static bool IsDigest(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == Digits && text.All(char.IsAsciiHexDigit);
    }

    /// <summary>The file's text: the archive's line as <c>sha256sum -c</c> reads it, the manifest's as a comment.</summary>
    /// <param name="archiveName">The archive's file name.</param>
    public string ToText(string archiveName) => $"{ManifestPrefix}{Manifest}\n{Archive}  {archiveName}\n";

    /// <summary>Reads the file's text; null where it is no such file.</summary>
    public static EvidenceDigests? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string? manifest = null;
        string? archive = null;
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith(ManifestPrefix, StringComparison.Ordinal))
            {
                manifest = line[ManifestPrefix.Length..].Trim();
            }
            else if (line.Length > Digits && line[Digits] == ' ')
            {
                archive = line[..Digits];
            }
        }

        return manifest is not null && archive is not null && IsDigest(manifest) && IsDigest(archive) ? new EvidenceDigests(manifest, archive) : null;
    }
}
