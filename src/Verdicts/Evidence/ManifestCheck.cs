using System.Text;

namespace LoadGen.Verdicts.Evidence;

/// <summary>Whether a manifest is one that <see cref="EvidencePacker"/> could have written: anybody can write another.</summary>
internal static class ManifestCheck
{
    // As an archive is unpacked these name files.
    private const string NotInNames = "/\\:";

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static string? ProblemOf(EvidenceManifest? manifest)
    {
        if (manifest is not { Schema: EvidenceManifest.SchemaName, SchemaVersion: 1, Tool: not null, Verdict: not null, Files: not null }
            || manifest.Files.Any(file => file is not { Name: not null, Sha256: not null, Bytes: >= 0 and <= UstarHeader.SizeMax }))
        {
            return $"is not a manifest of schema {EvidenceManifest.SchemaName}, version 1";
        }

        if (manifest.Files.FirstOrDefault(file => !IsName(file.Name)) is { } unnamed)
        {
            return $"lists a file without a name of its own; accepted: 1 to {UstarHeader.NameBytesMax} letters, digits, hyphens and points, and not {Shown(unnamed.Name)}";
        }

        // Readers of tar files keep the last of one name, and this one the first.
        return manifest.Files.CountBy(file => file.Name).FirstOrDefault(named => named.Value > 1).Key is { } twice ? $"lists {twice} more than once" : null;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= UstarHeader.NameBytesMax
        && name[0] != '.'
        && name != EvidenceManifest.FileName
        && name.All(character => char.IsAscii(character) && !char.IsControl(character) && character != ' ')
        && !name.AsSpan().ContainsAny(NotInNames);

    private static string Shown(string name)
    {
        var shown = new StringBuilder("'");
        foreach (char character in name.AsSpan(0, Math.Min(name.Length, UstarHeader.NameBytesMax)))
        {
            shown.Append(char.IsControl(character) || char.IsSurrogate(character) ? '?' : character);
        }

        return shown.Append(name.Length > UstarHeader.NameBytesMax ? "…'" : "'").ToString();
    }
}
