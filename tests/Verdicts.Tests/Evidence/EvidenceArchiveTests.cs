using System.IO.Compression;
using System.Text;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Tests.Support;

namespace LoadGen.Verdicts.Tests.Evidence;

public sealed class EvidenceArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EvidenceDigests _digests;
    private readonly string _path;

    public EvidenceArchiveTests()
    {
        Packed.Fill(_folder);
        _digests = Packed.Pack(_folder);
        _path = _folder[EvidencePacker.ArchiveName];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_untouched_archive_has_nothing_to_find()
    {
        EvidenceArchive archive = EvidenceArchive.Check(_path, _digests.Manifest);
        Assert.Empty(archive.Findings);
        Assert.Equal((_digests.Manifest, "pass"), (archive.ManifestDigest, archive.Manifest!.Verdict));
        Assert.Equal(Encoding.UTF8.GetBytes(Packed.Sla), archive.Read("sla.yaml"));
        Assert.Null(archive.Read("evaluation-1.json"));
        using var records = new StreamReader(archive.Open("records.jsonl"));
        Assert.Equal(File.ReadAllText(_folder["records.jsonl"]), records.ReadToEnd());
    }

    [Fact]
    public void The_archives_own_digest_will_do_too_in_any_case()
    {
        Assert.Empty(EvidenceArchive.Check(_path, _digests.Archive).Findings);
        Assert.Empty(EvidenceArchive.Check(_path, _digests.Manifest.ToUpperInvariant()).Findings);
    }

    [Fact]
    public void Every_byte_that_is_changed_is_found()
    {
        byte[] whole = File.ReadAllBytes(_path);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x10;
            File.WriteAllBytes(_path, changed);
            Assert.True(Find(_path).Length > 0, $"byte {at} of {whole.Length} was changed, and nothing was found");
        }
    }

    [Fact]
    public void Without_any_digest_a_changed_byte_is_found_or_changes_no_content()
    {
        File.Delete(_folder[EvidenceDigests.FileName]);
        byte[] whole = File.ReadAllBytes(_path);
        byte[] content = Unpack(whole);
        int unfound = 0;
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x01;
            File.WriteAllBytes(_path, changed);
            if (Find(_path).Length == 0)
            {
                unfound++;
                Assert.Equal(content, Unpack(changed));
            }
        }

        // Bits behind the last of the compressed stream.
        Assert.InRange(unfound, 0, 1);
    }

    [Theory]
    [InlineData("records.jsonl")]
    [InlineData("sla.yaml")]
    [InlineData("verdict.json")]
    [InlineData("result.json")]
    [InlineData("ttft.hlog")]
    public void A_changed_file_is_named(string name)
    {
        // Someone who packs it again: the compression is right, and the checksum in it.
        Repack(tar =>
        {
            int at = IndexOfContent(tar, name);
            tar[at + 3] ^= 1;
        });
        EvidenceFinding finding = Assert.Single(Find(_path), finding => finding.Where == name);
        Assert.Contains("was changed: its SHA-256 is ", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_header_is_named()
    {
        Repack(tar => tar[IndexOfContent(tar, "sla.yaml") - 512 + 110] = (byte)'7');
        Assert.Equal("the header of sla.yaml: byte 110 was changed", Assert.Single(Find(_path, beside: false)).ToString());
    }

    [Fact]
    public void Padding_is_no_hiding_place()
    {
        Repack(tar => tar[IndexOfContent(tar, "sla.yaml") + 100] = 1);
        Assert.Equal("the padding behind sla.yaml: holds something", Assert.Single(Find(_path, beside: false)).ToString());
    }

    [Fact]
    public void Nor_is_the_end()
    {
        Repack(tar => tar[^1] = 1);
        Assert.Equal("the archive's end", Assert.Single(Find(_path, beside: false)).Where);
        Packed.Pack(_folder);
        File.AppendAllText(_path, "more");
        Assert.Equal("the archive's end", Assert.Single(Find(_path, beside: false)).Where);
    }

    [Fact]
    public void A_manifest_made_to_match_is_betrayed_by_its_digest()
    {
        _folder.File("verdict.json", "{\"verdict\":\"fail\"}\n");
        Packed.Pack(_folder);
        Assert.Empty(Find(_path));
        Assert.Contains("this is not the evidence that it was given for", Assert.Single(Find(_path, _digests.Manifest)).ToString(), StringComparison.Ordinal);
        File.WriteAllText(_folder[EvidenceDigests.FileName], _digests.ToText(EvidencePacker.ArchiveName));
        Assert.Contains("evidence.sha256 beside it says", Find(_path)[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Digests_of_another_archive_beside_it_say_nothing_of_it()
    {
        string text = new EvidenceDigests(new string('a', 64), new string('b', 64)).ToText("other.tar.gz");
        File.WriteAllText(_folder[EvidenceDigests.FileName], text);
        Assert.Empty(Find(_path));
        File.WriteAllText(_folder[EvidenceDigests.FileName], text + _digests.ToText(EvidencePacker.ArchiveName));
        Assert.Empty(Find(_path));
        File.WriteAllText(_folder[EvidenceDigests.FileName], _digests.ToText(EvidencePacker.ArchiveName).Replace(_digests.Archive[..8], "not hex", StringComparison.Ordinal));
        Assert.Contains("it was changed", Assert.Single(Find(_path)).ToString(), StringComparison.Ordinal);
        File.WriteAllText(_folder[EvidenceDigests.FileName], "nothing of the kind");
        Assert.Contains("it was changed", Assert.Single(Find(_path)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_off_archive_names_where_it_breaks_off()
    {
        byte[] whole = File.ReadAllBytes(_path);
        File.WriteAllBytes(_path, whole[..(whole.Length / 2)]);
        Assert.Contains("damaged there, or end there", Find(_path, beside: false)[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_archive_is_refused()
    {
        string missing = Assert.Throws<EvidenceException>(() => EvidenceArchive.Check(_folder["none.tar.gz"], null)).Message;
        Assert.Contains("does not exist", missing, StringComparison.Ordinal);
        string text = Assert.Throws<EvidenceException>(() => EvidenceArchive.Check(_folder["result.json"], null)).Message;
        Assert.Contains("is no gzip file of ours", text, StringComparison.Ordinal);
        Repack(tar => tar[0] = (byte)'M');
        Assert.Contains("is not the archive's first member", Assert.Single(Find(_path, beside: false)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_of_nonsense_is_a_finding()
    {
        Repack(tar => tar[IndexOfContent(tar, "manifest.json")] = (byte)'[');
        Assert.Contains("is not a manifest", Assert.Single(Find(_path, beside: false)).Problem, StringComparison.Ordinal);
    }

    private static byte[] Unpack(byte[] archive)
    {
        using var gzip = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }

    private static int IndexOfContent(byte[] tar, string name)
    {
        byte[] header = new byte[512];
        Encoding.UTF8.GetBytes(name, header);
        for (int at = 0; at < tar.Length; at += 512)
        {
            if (tar.AsSpan(at, 100).SequenceEqual(header.AsSpan(0, 100)))
            {
                return at + 512;
            }
        }

        throw new ArgumentException($"no member {name}", nameof(name));
    }

    private EvidenceFinding[] Find(string path, string? digest = null, bool beside = true)
    {
        if (!beside)
        {
            File.Delete(_folder[EvidenceDigests.FileName]);
        }

        return [.. EvidenceArchive.Check(path, digest).Findings];
    }

    private void Repack(Action<byte[]> change)
    {
        byte[] tar = Unpack(File.ReadAllBytes(_path));
        change(tar);
        using (var gzip = new GZipStream(File.Create(_path), CompressionLevel.Optimal))
        {
            gzip.Write(tar);
        }

        using FileStream file = File.OpenWrite(_path);
        file.Write(GzipFrame.Header);
    }
}
