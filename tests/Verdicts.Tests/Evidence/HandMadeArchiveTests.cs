using System.Text.Json.Nodes;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Tests.Support;

namespace LoadGen.Verdicts.Tests.Evidence;

/// <summary>Archives whose digests are right and whose content is not: someone made them, or a fault did. Whatever it is, it is said in a line.</summary>
public sealed class HandMadeArchiveTests : IDisposable
{
    private const string SlaText = """
        load: { rate: 10, requests: 400 }
        objectives:
          - { metric: ttft, percentile: 50, max: 100ms }
          - { metric: availability, min: 50%, window: 10s }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly List<(string Name, byte[] Content)> _members;
    private readonly string _path;

    public HandMadeArchiveTests()
    {
        CheckedRun.Fill(_folder, 50, requests: 4, SlaText);
        CheckedRun.Pack(_folder, SlaText);
        _path = _folder[EvidencePacker.ArchiveName];
        _members = Archives.Members(_path);
        File.Delete(_folder[EvidenceDigests.FileName]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Made_well_it_is_as_good_as_the_programs_own()
    {
        Archives.Write(_path, Archives.Bytes(Archives.Manifest(_members).ToJsonString()), _members);
        Assert.Empty(Archives.Verify(_path));
    }

    [Fact]
    public void Any_byte_of_any_document_may_be_another()
    {
        var random = new Random(12);
        foreach ((string name, byte[] content) in _members)
        {
            for (int at = 0; at < content.Length; at++)
            {
                byte[] changed = [.. content];
                changed[at] = Other(random);
                List<(string, byte[])> members = [.. _members.Select(member => member.Name == name ? (name, changed) : member)];
                Archives.Write(_path, Archives.Bytes(Archives.Manifest(members).ToJsonString()), members);
                HoldsLines($"byte {at} of {name} as {changed[at]:x2}");
            }
        }
    }

    [Fact]
    public void Any_byte_of_the_manifest_may_be_another()
    {
        byte[] manifest = Archives.Bytes(Archives.Manifest(_members).ToJsonString());
        var random = new Random(13);
        for (int at = 0; at < manifest.Length; at++)
        {
            byte[] changed = [.. manifest];
            changed[at] = Other(random);
            Archives.Write(_path, changed, _members);
            HoldsLines($"byte {at} of the manifest as {changed[at]:x2}");
        }
    }

    [Theory]
    [InlineData("files", "null", "is not a manifest of schema")]
    [InlineData("files", "[null]", "is not a manifest of schema")]
    [InlineData("files", """[{"name":null,"bytes":1,"sha256":""}]""", "is not a manifest of schema")]
    [InlineData("files", """[{"name":"a","bytes":-1,"sha256":""}]""", "is not a manifest of schema")]
    [InlineData("files", """[{"name":"a","bytes":99999999999,"sha256":""}]""", "is not a manifest of schema")]
    [InlineData("files", """[{"name":"a","bytes":1,"sha256":null}]""", "is not a manifest of schema")]
    [InlineData("files", """[{"name":"","bytes":1,"sha256":""}]""", "lists a file without a name of its own")]
    [InlineData("files", """[{"name":"../a","bytes":1,"sha256":""}]""", "lists a file without a name of its own")]
    [InlineData("files", """[{"name":"a\u001b[2J","bytes":1,"sha256":""}]""", "and not 'a?[2J'")]
    [InlineData("files", """[{"name":"manifest.json","bytes":1,"sha256":""}]""", "lists a file without a name of its own")]
    [InlineData("files", """[{"name":"a","bytes":1,"sha256":""},{"name":"a","bytes":1,"sha256":""}]""", "lists a more than once")]
    [InlineData("tool", "null", "is not a manifest of schema")]
    [InlineData("verdict", "null", "is not a manifest of schema")]
    [InlineData("started_at", "null", "is not a manifest")]
    public void A_manifest_must_be_one(string key, string value, string problem)
    {
        JsonObject manifest = Archives.Manifest(_members);
        manifest[key] = JsonNode.Parse(value);
        Archives.Write(_path, Archives.Bytes(manifest.ToJsonString()), _members);
        Assert.Contains(problem, Assert.Single(Archives.Verify(_path)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public void A_name_that_no_header_holds_is_refused(int length)
    {
        JsonObject manifest = Archives.Manifest(_members);
        manifest["files"]!.AsArray().Add(new JsonObject { ["name"] = new string('n', length), ["bytes"] = 0, ["sha256"] = "" });
        Archives.Write(_path, Archives.Bytes(manifest.ToJsonString()), _members);
        Assert.InRange(Assert.Single(Archives.Verify(_path)).Length, 100, 300);
    }

    [Theory]
    [InlineData("{\"index\":0,\"outcome\":\"completed\"}\n{\"index\":0,\"outcome\":\"completed\"}\n", "records.jsonl:2: this is no record of 'loadgen bench' (there was one of the index 0 before)")]
    [InlineData("{\"index\":0,\"outcome\":null}\n", "records.jsonl:1: this is no record of 'loadgen bench' ('outcome' is missing or unknown)")]
    [InlineData("{\"index\":0,\"outcome\":\"completed\",\"phase\":null}\n", "records.jsonl:1: this is no record of 'loadgen bench' (the phase '' is unknown)")]
    [InlineData("{\"index\":0,\"outcome\":\"completed\",\"intended_s\":1e300}\n", "records.jsonl:1: this is no record of 'loadgen bench' ('intended_s' is no time)")]
    [InlineData("{\"index\":0,\"outcome\":\"completed\",\"ttft_ms\":1e999}\n", "records.jsonl:1: this is no record of 'loadgen bench' ('ttft_ms' is no time)")]
    public void A_record_must_be_one(string records, string problem)
    {
        Replace("records.jsonl", records);
        Assert.Equal([problem], Archives.Verify(_path));
    }

    [Fact]
    public void A_line_without_an_end_is_not_read_to_its_end()
    {
        Replace("records.jsonl", new string(' ', 8 * RecordLines.BytesMax));
        Assert.Equal(["records.jsonl:1: this is no record of 'loadgen bench' (the line is longer than 1048576 bytes)"], Archives.Verify(_path));
        using var records = new MemoryStream(new byte[8 * RecordLines.BytesMax]);
        Assert.Throws<VerdictException>(() => RecordObservation.ReadAll(records, "records.jsonl", null, null));
        Assert.InRange(records.Position, RecordLines.BytesMax, 3L * RecordLines.BytesMax);
    }

    [Theory]
    [InlineData("configuration", null)]
    [InlineData("configuration", "null")]
    [InlineData("configuration", "{}")]
    [InlineData("configuration", "[]")]
    [InlineData("outcomes", null)]
    [InlineData("outcomes", """{"requested":"many"}""")]
    [InlineData("steady_state", "{}")]
    [InlineData("steady_state", """{"start_s":1,"end_s":1e999}""")]
    [InlineData("status_reasons", "null")]
    [InlineData("validity", "{}")]
    public void A_result_must_have_what_a_verdict_needs(string key, string? value)
    {
        JsonObject result = JsonNode.Parse(_members.Single(member => member.Name == "result.json").Content)!.AsObject();
        result.Remove(key);
        if (value is not null)
        {
            result[key] = JsonNode.Parse(value);
        }

        Replace("result.json", result.ToJsonString());
        Assert.StartsWith("result.json", Assert.Single(Archives.Verify(_path)), StringComparison.Ordinal);
    }

    // What means something to a reader of JSON or YAML, more often than not.
    private static byte Other(Random random)
    {
        ReadOnlySpan<byte> telling = "\"{}[],:-+.0189eE \n\0\x01\x7f\\ntu"u8;
        return random.Next(4) == 0 ? (byte)random.Next(256) : telling[random.Next(telling.Length)];
    }

    private void Replace(string name, string text)
    {
        List<(string, byte[])> members = [.. _members.Select(member => member.Name == name ? (name, Archives.Bytes(text)) : member)];
        Archives.Write(_path, Archives.Bytes(Archives.Manifest(members).ToJsonString()), members);
    }

    private void HoldsLines(string change)
    {
        Exception? thrown = Record.Exception(() => Assert.All(Archives.Verify(_path), line => Assert.DoesNotContain(line, char.IsControl)));
        Assert.True(thrown is null, $"{change}: {thrown}");
    }
}
