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

    /// <summary>Whether a text has a line for an archive, as <c>sha256sum</c> would look for it. The file of another archive has none.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="archiveName">The archive's file name.</param>
    public static bool Names(string text, string archiveName)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('\n').Any(line => !line.StartsWith('#') && NameIn(line) == archiveName);
    }

    /// <summary>Whether a text has a whole line for an archive of any name.</summary>
    /// <param name="text">The file's text.</param>
    public static bool IsOfAny(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('\n').Any(line => line.Length > Digits && IsDigest(line[..Digits]) && NameIn(line) is { Length: > 0 });
    }

    /// <summary>Reads the file's text; null where it holds no digests of that archive.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="archiveName">The archive's file name.</param>
    public static EvidenceDigests? Parse(string text, string archiveName)
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
            else if (line.Length > Digits && line[Digits] == ' ' && NameIn(line) == archiveName)
            {
                // The manifest's line stands above its archive's.
                archive = line[..Digits];
                break;
            }
        }

        return manifest is not null && archive is not null && IsDigest(manifest) && IsDigest(archive) ? new EvidenceDigests(manifest, archive) : null;
    }

    // Behind the digest stand a blank and the mode, a blank or an asterisk.
    private static string? NameIn(string line) => line.IndexOf(' ', StringComparison.Ordinal) is >= 0 and int blank && blank + 2 <= line.Length ? line[(blank + 2)..].TrimEnd('\r') : null;
}
