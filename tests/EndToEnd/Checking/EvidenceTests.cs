using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Checking;

/// <summary>Evidence that is handed over: it gives the same verdict again, and shows whatever was changed.</summary>
public sealed class EvidenceTests : IDisposable
{
    private const string Key = "sk-that-nobody-may-see";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("metric: ttft, percentile: 90, max: 30s", Loadgen.Ok)]
    [InlineData("metric: ttft, percentile: 90, max: 0.001ms", Loadgen.Failed)]
    [InlineData("metric: ttft, percentile: 99, max: 30s", Loadgen.NotEnoughEvidence)]
    public async Task Verified_elsewhere_it_has_the_same_verdict_and_exit_code(string objective, int exitCode)
    {
        (string archive, string digest) = await PackAsync(objective, exitCode);
        string elsewhere = _folder["elsewhere.tar.gz"];
        File.Move(archive, elsewhere);
        Directory.Delete(_folder["out"], recursive: true);
        Finished verified = (await Loadgen.RunAsync("check", "--verify", elsewhere, "--digest", digest)).Exits(exitCode);
        Assert.Contains("Verified: ", verified.Stdout, StringComparison.Ordinal);
        Finished json = (await Loadgen.RunAsync("check", "--verify", elsewhere, "--json")).Exits(exitCode);
        Assert.Equal("promise", JsonDocument.Parse(json.Stdout).RootElement.GetProperty("sla").GetString());
    }

    [Fact]
    public async Task A_changed_byte_is_found_wherever_it_is()
    {
        (string archive, string digest) = await PackAsync("metric: ttft, percentile: 90, max: 30s", Loadgen.Ok);
        byte[] whole = await File.ReadAllBytesAsync(archive, TestContext.Current.CancellationToken);
        foreach (int at in new[] { 0, 9, 300, whole.Length / 2, whole.Length - 9, whole.Length - 1 })
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x20;
            await File.WriteAllBytesAsync(archive, changed, TestContext.Current.CancellationToken);
            Finished verified = (await Loadgen.RunAsync("check", "--verify", archive, "--digest", digest)).Exits(Loadgen.Failed);
            Assert.Equal("", verified.Stdout);
            Assert.All(verified.Messages, message => Assert.Contains("evidence.tar.gz: ", message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Another_archive_is_not_the_one_that_the_digest_is_of()
    {
        (string archive, _) = await PackAsync("metric: ttft, percentile: 90, max: 30s", Loadgen.Ok);
        (await Loadgen.RunAsync("check", "--verify", archive, "--digest", new string('a', 64))).Exits(Loadgen.Failed).Says("this is not the evidence that it was given for");
    }

    [Fact]
    public async Task What_cannot_be_verified_is_refused()
    {
        (await Loadgen.RunAsync("check", "--verify", _folder["none.tar.gz"])).Exits(Loadgen.Usage).Says("does not exist");
        (await Loadgen.RunAsync("check", "--verify", _folder.File("text.tar.gz", "not an archive"))).Exits(Loadgen.Usage).Says("is no gzip file");
        (await Loadgen.RunAsync("check", "--verify", "x", "--digest", "12")).RefusesUsage("check", "--digest: '12' is not a SHA-256 digest");
        (await Loadgen.RunAsync("check", "sla.yaml", "--verify", "x")).RefusesUsage("check", "--verify takes the SLA from the archive");
        (await Loadgen.RunAsync("check", "--digest", new string('a', 64))).Exits(Loadgen.Usage);
    }

    private async Task<(string Archive, string Digest)> PackAsync(string objective, int exitCode)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(3));
        string file = _folder.File("sla.yaml", Sla.Text(objective));
        Finished check = await Loadgen.RunAsync(
            ["check", file, "--url", server.Url, "--model", "sim", "--output", _folder["out"], "--progress", "none", "--allow-invalid", "--api-key-env", "CHECK_KEY"],
            new Dictionary<string, string> { ["CHECK_KEY"] = Key });
        check.Exits(exitCode);
        Assert.Contains(server.Exchanges, exchange => exchange.Request.Head.Contains(Key, StringComparison.Ordinal));
        Assert.All(Directory.GetFiles(_folder["out"]), name => Assert.DoesNotContain(Key, File.ReadAllText(name), StringComparison.Ordinal));
        string archive = Path.Combine(_folder["out"], "evidence.tar.gz");
        string sums = await File.ReadAllTextAsync(Path.Combine(_folder["out"], "evidence.sha256"), TestContext.Current.CancellationToken);
        string digest = sums.Split('\n')[0].Split(' ')[^1];
        Assert.Contains($"digest {digest}", check.Stdout, StringComparison.Ordinal);
        return (archive, digest);
    }
}
