using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using LoadGen.Measurement.Results;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Tests.Support;

namespace LoadGen.Verdicts.Tests.Evidence;

public sealed class EvidencePackerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_archive_is_a_tar_file_that_others_read()
    {
        Packed.Fill(_folder);
        Packed.Pack(_folder);
        using var gzip = new GZipStream(File.OpenRead(_folder[EvidencePacker.ArchiveName]), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var members = new Dictionary<string, string>();
        while (tar.GetNextEntry() is { } entry)
        {
            Assert.Equal((TarEntryType.RegularFile, DateTimeOffset.UnixEpoch), (entry.EntryType, entry.ModificationTime));
            using var text = new StreamReader(entry.DataStream!, Encoding.UTF8);
            members.Add(entry.Name, text.ReadToEnd());
        }

        Assert.Equal(["manifest.json", "records.jsonl", "result.json", "sla.yaml", "ttft.hlog", "verdict.json"], members.Keys);
        Assert.Equal(Packed.Sla, members["sla.yaml"]);
        Assert.All(members.Skip(1).Where(member => member.Key != "sla.yaml"), member => Assert.Equal(File.ReadAllText(_folder[member.Key]), member.Value));
        Assert.Contains(EvidencePacker.Sha256Of(_folder["records.jsonl"]), members["manifest.json"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_files_give_the_same_bytes()
    {
        Packed.Fill(_folder);
        EvidenceDigests first = Packed.Pack(_folder);
        byte[] bytes = File.ReadAllBytes(_folder[EvidencePacker.ArchiveName]);
        File.SetLastWriteTimeUtc(_folder["result.json"], new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        Assert.Equal(first, Packed.Pack(_folder));
        Assert.Equal(bytes, File.ReadAllBytes(_folder[EvidencePacker.ArchiveName]));
    }

    [Fact]
    public void Other_files_of_the_folder_stay_out_of_it()
    {
        Packed.Fill(_folder);
        EvidenceDigests before = Packed.Pack(_folder);
        _folder.File("answers.jsonl", "what the model said");
        _folder.File("key.txt", "secret");
        _folder.File("evaluation-1.json", "of an earlier check");
        Assert.Equal(before, Packed.Pack(_folder));
    }

    [Fact]
    public void The_checks_evaluations_are_part_of_it()
    {
        Packed.Fill(_folder);
        _folder.File("evaluation-1.json", "{}");
        Packed.Pack(_folder, evaluations: 1);
        Assert.Equal("{}"u8.ToArray(), EvidenceArchive.Check(_folder[EvidencePacker.ArchiveName], null).Read("evaluation-1.json"));
    }

    [Fact]
    public void The_digests_beside_it_are_those_of_manifest_and_archive()
    {
        Packed.Fill(_folder);
        EvidenceDigests digests = Packed.Pack(_folder);
        string text = File.ReadAllText(_folder[EvidenceDigests.FileName]);
        Assert.Equal($"# manifest.json {digests.Manifest}\n{digests.Archive}  evidence.tar.gz\n", text);
        Assert.Equal(digests, EvidenceDigests.Parse(text, EvidencePacker.ArchiveName));
        Assert.Null(EvidenceDigests.Parse(text, "other.tar.gz"));
        string both = new EvidenceDigests(new string('a', 64), new string('b', 64)).ToText("other.tar.gz") + text;
        Assert.Equal(digests, EvidenceDigests.Parse(both, EvidencePacker.ArchiveName));
        Assert.Equal(digests.Archive, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder[EvidencePacker.ArchiveName]))));
        Assert.Null(EvidenceDigests.Parse(text[..^20], EvidencePacker.ArchiveName));
        Assert.Null(EvidenceDigests.Parse("", EvidencePacker.ArchiveName));
    }

    [Fact]
    public void A_file_larger_than_an_archive_holds_is_named_and_not_begun()
    {
        Packed.Fill(_folder);
        using (FileStream records = File.OpenWrite(_folder["records.jsonl"]))
        {
            records.SetLength(UstarHeader.SizeMax + 1); // a hole: it takes no room
        }

        IOException e = Assert.Throws<IOException>(() => Packed.Pack(_folder));
        Assert.StartsWith("records.jsonl has 8589934592 bytes", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder[EvidencePacker.ArchiveName]));
    }

    [Fact]
    public void Without_a_file_that_evidence_needs_there_is_none()
    {
        Packed.Fill(_folder);
        File.Delete(_folder["result.json"]);
        Assert.Throws<FileNotFoundException>(() => Packed.Pack(_folder));
        Assert.False(File.Exists(_folder[EvidencePacker.ArchiveName]));
    }
}

/// <summary>A check's folder, as small as can be.</summary>
internal static class Packed
{
    public const string Sla = "name: x\n";

    public static void Fill(TemporaryFolder folder)
    {
        folder.File("verdict.json", "{\"verdict\":\"pass\"}\n");
        folder.File("result.json", "{\"simulated\":true}\n");
        folder.File("ttft.hlog", "#[StartTime: 1]\n");
        folder.File("records.jsonl", string.Concat(Enumerable.Range(0, 40).Select(i => $"{{\"index\":{i},\"outcome\":\"completed\"}}\n")));
    }

    public static EvidenceDigests Pack(TemporaryFolder folder, int evaluations = 0) =>
        EvidencePacker.Pack(folder.Path, Sla, evaluations, new ToolInfo("loadgen", "1.0.0", "abc", ".NET 9"), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "pass");
}
