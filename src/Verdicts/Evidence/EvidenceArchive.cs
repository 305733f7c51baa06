using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace LoadGen.Verdicts.Evidence;

/// <summary>
/// An evidence archive that is checked byte for byte: each member against the manifest, each header and each byte of padding against what
/// <see cref="EvidencePacker"/> writes, the compression's frame against the content.
/// </summary>
/// <remarks>
/// What decides is the content: of the compressed bytes a few bits at the end mean nothing, and an archive packed anew by another program
/// may have other compressed bytes for the same content. Those are held against <see cref="EvidenceDigests.Archive"/> where it is known.
/// </remarks>
public sealed class EvidenceArchive
{
    // A manifest is some hundred bytes a member: more is none.
    private const long ManifestBytesMax = 1 << 20;

    // What a verdict is re-computed from, the records excepted, is held in memory.
    private const long DocumentBytesMax = 64 << 20;

    // A file whose first bytes are mostly others is another kind of file, not a changed archive.
    private const int ChangedHeaderBytesMax = 4;
    private const int MagicBytes = 4; // with the flags, which say what follows

    private readonly string _path;
    private readonly List<EvidenceFinding> _findings = [];

    private EvidenceArchive(string path) => _path = path;

    /// <summary>What it says it holds; null where even that cannot be read.</summary>
    public EvidenceManifest? Manifest { get; private set; }

    /// <summary>SHA-256 of its manifest; null where that cannot be read.</summary>
    public string? ManifestDigest { get; private set; }

    /// <summary>What is not as it should be, in the archive's order; empty when all is.</summary>
    public IReadOnlyList<EvidenceFinding> Findings => _findings;

    /// <summary>Reads and checks an archive.</summary>
    /// <param name="path">The file.</param>
    /// <param name="digest">The digest that it was handed over with, of its manifest or of the archive; null for none.</param>
    /// <exception cref="EvidenceException">It cannot be read.</exception>
    public static EvidenceArchive Check(string path, string? digest)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var archive = new EvidenceArchive(path);
        try
        {
            string own = EvidencePacker.Sha256Of(path);
            using (FileStream file = File.OpenRead(path))
            {
                if (archive.CheckFrame(file))
                {
                    archive.CheckContent(file);
                }
            }

            archive.CheckDigests(own, digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvidenceException(File.Exists(path) ? $"{path} cannot be read ({Measurement.Results.RunFolder.Reason(e)})" : $"{path} does not exist; name an archive that loadgen check wrote", e);
        }

        return archive;
    }

    /// <summary>A small member's content; null where there is none of that name. Call it on an archive without findings.</summary>
    /// <exception cref="EvidenceException">It is too large to be a document.</exception>
    public byte[]? Read(string name)
    {
        if (SizeOf(name) is not { } size)
        {
            return null;
        }

        if (size > DocumentBytesMax)
        {
            throw new EvidenceException($"{_path}: {name} has {size} bytes; a document of a check has at most {DocumentBytesMax}");
        }

        byte[] content = new byte[size];
        using Stream member = Open(name);
        member.ReadExactly(content);
        return content;
    }

    /// <summary>A member's content as a stream that ends where it does. Call it on an archive without findings.</summary>
    /// <param name="name">A name of the manifest.</param>
    public Stream Open(string name)
    {
        long offset = Stored(ManifestSize) + UstarHeader.BlockBytes;
        foreach (EvidenceFile file in Manifest!.Files.TakeWhile(file => file.Name != name))
        {
            offset += Stored(file.Bytes);
        }

        var content = new GZipStream(File.OpenRead(_path), CompressionMode.Decompress);
        var member = new MemberStream(content, SizeOf(name) ?? throw new ArgumentException($"the archive holds no {name}", nameof(name)));
        Skip(content, offset);
        return member;
    }

    private long ManifestSize { get; set; }

    private static long Stored(long size) => UstarHeader.BlockBytes + size + UstarHeader.Padding(size);

    private static void Skip(Stream stream, long bytes)
    {
        byte[] buffer = new byte[64 * 1024];
        while (bytes > 0)
        {
            int take = (int)Math.Min(bytes, buffer.Length);
            stream.ReadExactly(buffer, 0, take);
            bytes -= take;
        }
    }

    private long? SizeOf(string name) => Manifest?.Files.FirstOrDefault(file => file.Name == name)?.Bytes;

    private void Find(string where, string problem) => _findings.Add(new EvidenceFinding(where, problem));

    // False where the rest cannot be unpacked.
    private bool CheckFrame(FileStream file)
    {
        Span<byte> header = stackalloc byte[GzipFrame.Header.Length];
        int read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        int changed = 0;
        for (int i = 0; i < header.Length; i++)
        {
            changed += header[i] == GzipFrame.Header[i] ? 0 : 1;
        }

        if (read < header.Length || changed > ChangedHeaderBytesMax)
        {
            throw new EvidenceException($"{_path} is no gzip file of ours; name an archive that loadgen check wrote, such as {EvidencePacker.ArchiveName}");
        }

        if (changed > 0)
        {
            Find("the archive's gzip header", FormattableString.Invariant($"byte {header.CommonPrefixLength(GzipFrame.Header)} was changed"));
        }

        return header[..MagicBytes].SequenceEqual(GzipFrame.Header[..MagicBytes]);
    }

    private void CheckContent(FileStream file)
    {
        file.Position = 0;
        string current = EvidenceManifest.FileName;
        try
        {
            using var gzip = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            var content = new BlockReader(gzip);
            if (!CheckManifest(content))
            {
                return;
            }

            foreach (EvidenceFile expected in Manifest!.Files)
            {
                current = expected.Name;
                CheckMember(content, expected);
            }

            current = "the archive's end";
            if (!content.IsZero(2 * UstarHeader.BlockBytes) || !content.IsAtEnd())
            {
                Find(current, "there is something behind the last member");
            }

            if (GzipFrame.LengthAtEnd(file) != (uint)content.Bytes)
            {
                Find(current, "bytes were added behind the compressed content, or its length was changed");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            Find(current, "the archive's compressed bytes are damaged there, or end there");
        }
    }

    private bool CheckManifest(BlockReader content)
    {
        byte[] header = content.Block();
        if (!UstarHeader.TryRead(header, out string name, out long size) || name != EvidenceManifest.FileName || size > ManifestBytesMax)
        {
            Find(EvidenceManifest.FileName, "is not the archive's first member: this is no evidence of loadgen check, or its header was changed");
            return false;
        }

        CheckHeader(header, name, size);
        byte[] text = new byte[size];
        content.ReadExactly(text);
        CheckPadding(content, name, size);
        (ManifestSize, ManifestDigest) = (size, EvidencePacker.Hex(SHA256.HashData(text)));
        try
        {
            Manifest = JsonSerializer.Deserialize(text, EvidenceJson.Default.EvidenceManifest);
        }
        catch (JsonException e)
        {
            Find(name, $"is not a manifest: {e.Message.ReplaceLineEndings(" ")}");
            return false;
        }

        if (ManifestCheck.ProblemOf(Manifest) is { } problem)
        {
            Manifest = null;
            Find(name, problem);
            return false;
        }

        foreach (string missing in EvidencePacker.Required.Where(required => Manifest!.Files.All(file => file.Name != required)))
        {
            Find(name, $"lists no {missing}, which evidence has to hold");
        }

        return true;
    }

    private void CheckMember(BlockReader content, EvidenceFile expected)
    {
        byte[] header = content.Block();
        CheckHeader(header, expected.Name, expected.Bytes);
        string digest = content.Hash(expected.Bytes);
        if (digest != expected.Sha256)
        {
            Find(expected.Name, $"was changed: its SHA-256 is {digest}, the manifest says {expected.Sha256}");
        }

        CheckPadding(content, expected.Name, expected.Bytes);
    }

    private void CheckHeader(ReadOnlySpan<byte> header, string name, long size)
    {
        Span<byte> expected = stackalloc byte[UstarHeader.BlockBytes];
        UstarHeader.Write(expected, name, size);
        if (!header.SequenceEqual(expected))
        {
            Find($"the header of {name}", FormattableString.Invariant($"byte {header.CommonPrefixLength(expected)} was changed"));
        }
    }

    private void CheckPadding(BlockReader content, string name, long size)
    {
        if (!content.IsZero(UstarHeader.Padding(size)))
        {
            Find($"the padding behind {name}", "holds something");
        }
    }

    private void CheckDigests(string own, string? digest)
    {
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_path))!, EvidenceDigests.FileName);
        string? text = File.Exists(beside) ? File.ReadAllText(beside) : null;
        string name = Path.GetFileName(_path);
        EvidenceDigests? known = text is null ? null : EvidenceDigests.Parse(text, name);

        // Digests of another archive say nothing of this one.
        if (text is not null && known is null && (EvidenceDigests.Names(text, name) || !EvidenceDigests.IsOfAny(text)))
        {
            Find(EvidenceDigests.FileName, "does not hold the digests of an archive: it was changed");
        }

        if (known is not null && ManifestDigest is not null && known.Manifest != ManifestDigest)
        {
            Find(EvidenceManifest.FileName, $"its SHA-256 is {ManifestDigest}, {EvidenceDigests.FileName} beside it says {known.Manifest}");
        }

        if (known is not null && known.Archive != own && _findings.Count == 0)
        {
            Find("the archive", $"its SHA-256 is {own}, {EvidenceDigests.FileName} beside it says {known.Archive}: bytes were changed that carry no content");
        }

        if (digest is not null && !digest.Equals(own, StringComparison.OrdinalIgnoreCase) && !digest.Equals(ManifestDigest, StringComparison.OrdinalIgnoreCase))
        {
            Find(EvidenceManifest.FileName, $"its SHA-256 is {ManifestDigest ?? "unknown"} and the archive's is {own}, and the digest given is {digest}: this is not the evidence that it was given for");
        }
    }
}
