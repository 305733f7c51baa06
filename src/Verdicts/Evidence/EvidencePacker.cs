using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LoadGen.Measurement.Results;
using LoadGen.Verdicts.Documents;

namespace LoadGen.Verdicts.Evidence;

/// <summary>
/// Packs a check's folder into one archive that others can hold the verdict against: <c>evidence.tar.gz</c>. The same files give the same
/// content, byte for byte: names in order, no times or owners.
/// </summary>
public static class EvidencePacker
{
    /// <summary>The archive's usual name.</summary>
    public const string ArchiveName = "evidence.tar.gz";

    /// <summary>The SLA file's name in the archive.</summary>
    public const string SlaName = "sla.yaml";

    /// <summary>The verdict's.</summary>
    public const string VerdictName = VerdictDocument.FileName;

    /// <summary>The result's.</summary>
    public const string ResultName = "result.json";

    /// <summary>The records'.</summary>
    public const string RecordsName = "records.jsonl";

    private const int CopyBytes = 64 * 1024;

    /// <summary>What every archive holds: configuration and environment (in the result), records, the SLA, the verdict.</summary>
    public static IReadOnlyList<string> Required { get; } = [RecordsName, ResultName, SlaName, VerdictName];

    private static readonly string[] s_optional = ["e2e.hlog", "itl.hlog", "tpot.hlog", "ttft.hlog"];

    /// <summary>An evaluation's result, where an objective is about accuracy.</summary>
    /// <param name="number">Which of them, from 1, in the SLA's order.</param>
    public static string EvaluationName(int number) => string.Create(CultureInfo.InvariantCulture, $"evaluation-{number}.json");

    /// <summary>Packs.</summary>
    /// <param name="folder">The folder of a check that is over. The archive and its digests are written into it.</param>
    /// <param name="sla">The SLA's file, as it stands.</param>
    /// <param name="evaluations">How many evaluations' documents belong to it: those of <see cref="EvaluationName"/>.</param>
    /// <param name="tool">The program.</param>
    /// <param name="startedAt">Start of the measurement.</param>
    /// <param name="verdict">The verdict.</param>
    /// <exception cref="IOException">A file is missing or larger than 8 GiB, or the archive cannot be written.</exception>
    public static EvidenceDigests Pack(string folder, string sla, int evaluations, ToolInfo tool, DateTimeOffset startedAt, string verdict)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        PackedFile[] files = [.. Files(folder, sla, evaluations).OrderBy(file => file.Name, StringComparer.Ordinal)];
        byte[] manifest = JsonSerializer.SerializeToUtf8Bytes(
            new EvidenceManifest { Tool = tool, StartedAt = startedAt, Verdict = verdict, Files = [.. files.Select(file => file.Describe())] },
            EvidenceJson.Default.EvidenceManifest);
        string archive = Path.Combine(folder, ArchiveName);
        string temporary = archive + ".tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite))
            {
                Write(file, files, manifest);
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

    // The SLA's text and not its file: what was judged by is what was read.
    private static IEnumerable<PackedFile> Files(string folder, string sla, int evaluations)
    {
        yield return new PackedFile(SlaName, () => new MemoryStream(Encoding.UTF8.GetBytes(sla)));
        IEnumerable<string> names = Required.Where(name => name != SlaName)
            .Concat(s_optional.Where(name => File.Exists(Path.Combine(folder, name))))
            .Concat(Enumerable.Range(1, evaluations).Select(EvaluationName));
        foreach (string name in names)
        {
            yield return new PackedFile(name, () => File.OpenRead(Path.Combine(folder, name)));
        }
    }

    private static void Write(FileStream file, IEnumerable<PackedFile> files, byte[] manifest)
    {
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            Add(gzip, new PackedFile(EvidenceManifest.FileName, () => new MemoryStream(manifest)));
            foreach (PackedFile packed in files)
            {
                Add(gzip, packed);
            }

            gzip.Write(new byte[2 * UstarHeader.BlockBytes]);
        }

        // The header names the system that compressed it: the same bytes everywhere.
        file.Position = 0;
        file.Write(GzipFrame.Header);
        file.Position = file.Length;
    }

    private static void Add(Stream archive, PackedFile file)
    {
        using Stream content = file.Open();
        Span<byte> block = stackalloc byte[UstarHeader.BlockBytes];
        UstarHeader.Write(block, file.Name, content.Length);
        archive.Write(block);
        content.CopyTo(archive, CopyBytes);
        block.Clear();
        archive.Write(block[..UstarHeader.Padding(content.Length)]);
    }

    private sealed record PackedFile(string Name, Func<Stream> Open)
    {
        public EvidenceFile Describe()
        {
            using Stream content = Open();
            if (content.Length > UstarHeader.SizeMax)
            {
                throw new IOException(string.Create(
                    CultureInfo.InvariantCulture, $"{Name} has {content.Length} bytes, and a file of an archive at most {UstarHeader.SizeMax}: a shorter load has fewer records"));
            }

            return new EvidenceFile(Name, content.Length, Hex(SHA256.HashData(content)));
        }
    }
}
