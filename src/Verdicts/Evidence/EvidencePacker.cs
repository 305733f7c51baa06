using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using LoadGen.Measurement.Results;

namespace LoadGen.Verdicts.Evidence;

/// <summary>
/// Packs a check's folder into one archive that others can hold the verdict against: <c>evidence.tar.gz</c>. The same files give the same
/// content, byte for byte: names in order, no times or owners.
/// </summary>
public static class EvidencePacker
{
    /// <summary>The archive's usual name.</summary>
    public const string ArchiveName = "evidence.tar.gz";

    /// <summary>The SLA file's name in the folder and in the archive.</summary>
    public const string SlaName = "sla.yaml";

    /// <summary>The verdict's.</summary>
    public const string VerdictName = "verdict.json";

    /// <summary>The result's.</summary>
    public const string ResultName = "result.json";

    /// <summary>The records'.</summary>
    public const string RecordsName = "records.jsonl";

    /// <summary>An evaluation's result, where an objective is about accuracy.</summary>
    public const string EvaluationName = "evaluation.json";

    private const int CopyBytes = 64 * 1024;

    /// <summary>What a folder's archive holds: configuration and environment (in the result), records, interval logs, verdict.</summary>
    public static IReadOnlyList<string> Required { get; } = [RecordsName, ResultName, SlaName, VerdictName];

    private static readonly string[] s_optional = ["e2e.hlog", EvaluationName, "itl.hlog", "tpot.hlog", "ttft.hlog"];

    /// <summary>Packs.</summary>
    /// <param name="folder">The folder of a check that is over. The archive and its digests are written into it.</param>
    /// <param name="tool">The program.</param>
    /// <param name="startedAt">Start of the measurement.</param>
    /// <param name="verdict">The verdict.</param>
    /// <exception cref="IOException">A file is missing, or the archive cannot be written.</exception>
    public static EvidenceDigests Pack(string folder, ToolInfo tool, DateTimeOffset startedAt, string verdict)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string[] names = [.. Required.Concat(s_optional.Where(name => File.Exists(Path.Combine(folder, name)))).Order(StringComparer.Ordinal)];
        byte[] manifest = JsonSerializer.SerializeToUtf8Bytes(
            new EvidenceManifest { Tool = tool, StartedAt = startedAt, Verdict = verdict, Files = [.. names.Select(name => Describe(folder, name))] },
            EvidenceJson.Default.EvidenceManifest);
        string archive = Path.Combine(folder, ArchiveName);
        string temporary = archive + ".tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite))
            {
                Write(file, folder, names, manifest);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, archive, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        var digests = new EvidenceDigests(Hex(SHA256.HashData(manifest)), Sha256Of(archive));
        File.WriteAllText(Path.Combine(folder, EvidenceDigests.FileName), digests.ToText(ArchiveName));
        return digests;
    }

    /// <summary>A digest's text.</summary>
    internal static string Hex(ReadOnlySpan<byte> digest) => Convert.ToHexStringLower(digest);

    /// <summary>SHA-256 of a file.</summary>
    internal static string Sha256Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Hex(SHA256.HashData(stream));
    }

    private static EvidenceFile Describe(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return new EvidenceFile(name, new FileInfo(path).Length, Sha256Of(path));
    }

    private static void Write(FileStream file, string folder, string[] names, byte[] manifest)
    {
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            Add(gzip, EvidenceManifest.FileName, new MemoryStream(manifest));
            foreach (string name in names)
            {
                using FileStream content = File.OpenRead(Path.Combine(folder, name));
                Add(gzip, name, content);
            }

            gzip.Write(new byte[2 * UstarHeader.BlockBytes]);
        }

        // The header names the system that compressed it: the same bytes everywhere.
        file.Position = 0;
        file.Write(GzipFrame.Header);
        file.Position = file.Length;
    }

    private static void Add(Stream archive, string name, Stream content)
    {
        Span<byte> block = stackalloc byte[UstarHeader.BlockBytes];
        UstarHeader.Write(block, name, content.Length);
        archive.Write(block);
        content.CopyTo(archive, CopyBytes);
        block.Clear();
        archive.Write(block[..UstarHeader.Padding(content.Length)]);
    }
}
