using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LoadGen.Verdicts.Evidence;

namespace LoadGen.Verdicts.Tests.Support;

/// <summary>Archives as someone would make them by hand: whatever is in them, headers, sums and digests are right.</summary>
internal static class Archives
{
    /// <summary>Members by name, in their order, without the manifest.</summary>
    public static List<(string Name, byte[] Content)> Members(string path)
    {
        var archive = EvidenceArchive.Check(path, null);
        Assert.Empty(archive.Findings);
        return [.. archive.Manifest!.Files.Select(file => (file.Name, archive.Read(file.Name)!))];
    }

    /// <summary>A manifest that fits the members, to be changed.</summary>
    public static JsonObject Manifest(IEnumerable<(string Name, byte[] Content)> members) => new()
    {
        ["schema"] = EvidenceManifest.SchemaName,
        ["schema_version"] = 1,
        ["tool"] = new JsonObject { ["name"] = "loadgen", ["version"] = "1", ["commit"] = "c", ["framework"] = ".NET" },
        ["started_at"] = "2026-01-02T03:04:05+00:00",
        ["verdict"] = "pass",
        ["files"] = new JsonArray([.. members.Select(member => (JsonNode)new JsonObject
        {
            ["name"] = member.Name,
            ["bytes"] = member.Content.Length,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(member.Content)),
        })]),
    };

    /// <summary>Writes an archive.</summary>
    public static void Write(string path, byte[] manifest, IEnumerable<(string Name, byte[] Content)> members)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in members.Prepend((EvidenceManifest.FileName, manifest)))
            {
                byte[] header = new byte[UstarHeader.BlockBytes];
                UstarHeader.Write(header, name, content.Length);
                gzip.Write(header);
                gzip.Write(content);
                gzip.Write(new byte[UstarHeader.Padding(content.Length)]);
            }

            gzip.Write(new byte[2 * UstarHeader.BlockBytes]);
        }

        byte[] whole = file.ToArray();
        GzipFrame.Header.CopyTo(whole);
        File.WriteAllBytes(path, whole);
    }

    /// <summary>What <c>--verify</c> says of an archive: its findings, else what differs, else that it cannot be used; empty where all is well.</summary>
    public static IReadOnlyList<string> Verify(string path)
    {
        try
        {
            var archive = EvidenceArchive.Check(path, null);
            return [.. (archive.Findings.Count > 0 ? archive.Findings : EvidenceReplay.Run(archive).Differences).Select(finding => finding.ToString())];
        }
        catch (Exception e) when (e is VerdictException or EvidenceException)
        {
            return [e.Message];
        }
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
