using LoadGen.Launching.Executors;
using LoadGen.Launching.Life;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Supervising;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Life;

public class SecretMaskTests
{
    [Fact]
    public void Secrets_are_hidden_the_longest_first_and_short_words_are_left()
    {
        var mask = new SecretMask(["hf_01234567", "hf_0123456789", "1"]);
        Assert.Equal("a *** b *** 1", mask.Apply("a hf_0123456789 b hf_01234567 1"));
    }

    [Fact]
    public void What_a_plan_gives_to_a_secret_name_is_hidden_too()
    {
        WorkerPlan worker = SamplePlans.Worker() with
        {
            Command = SamplePlans.Texts("serve", "--api-key", "argument-value", "--admin-api-key=equals=value", "--max-tokens", "12345678"),
            Environment = [new("MY_PASSWORD", "variable-value", "here"), new("TOKENS_PER_RANK", "87654321", "here")],
            ContainerFlags = SamplePlans.Texts("--env", "A_KEY=container-value", "--env=B_KEY=container-other"),
        };
        Assert.Equal(
            "*** *** *** *** *** 12345678 87654321",
            SecretMask.Of(SamplePlans.Plan(worker)).Apply("argument-value equals=value variable-value container-value container-other 12345678 87654321"));
    }

    [Fact]
    public void A_manifest_has_none_of_them_in_clear()
    {
        WorkerPlan worker = SamplePlans.Worker() with
        {
            Command = SamplePlans.Texts("serve", "--api-key", "argument-value"),
            Environment = [new("HF_TOKEN", "variable-value", "here"), new("MAX_DISPATCH_TOKENS_PER_RANK", "16384", "here")],
        };
        PlacedProcess placed = new DockerExecutor(new FakePrograms(), ["/opt/loadgen"]).Place(worker, SamplePlans.Run, [NodePlace.Local])[0];
        var unit = new LaunchUnit(placed, SamplePlans.Run, SecretMask.Of(SamplePlans.Plan(worker)));
        ManifestUnit manifest = unit.ToManifest(SecretMask.Of(SamplePlans.Plan(worker)));
        Assert.Contains("HF_TOKEN=***", manifest.StartedAs);
        Assert.Equal("***", manifest.StartedAs[^1]);
        Assert.Equal(["serve", "--api-key", "***"], manifest.Command);
        Assert.Equal(("***", "16384"), (manifest.Environment["HF_TOKEN"], manifest.Environment["MAX_DISPATCH_TOKENS_PER_RANK"]));
    }

    [Fact]
    public void A_lost_process_is_described_without_the_half_of_a_secret_at_the_cut()
    {
        var unit = new LaunchUnit(
            new ProcessExecutor(["/opt/loadgen"]).Place(SamplePlans.Worker() with { Image = null }, SamplePlans.Run, [NodePlace.Local])[0],
            SamplePlans.Run,
            new SecretMask(["token-0123456789"]));
        string? message = null;
        unit.Failed += text => message = text;
        unit.Hear(new SupervisorEvent { Event = SupervisorEvent.Exited, Pid = 7, Command = new string('x', 70) + " token-0123456789", IsFailure = true });
        Assert.Equal($"engine-0 lost a process: '{new string('x', 70)} ***' (pid 7) ended behind its parent's back", message);
    }

    [Fact]
    public void The_end_of_a_log_is_shown_without_secrets_and_without_what_a_progress_bar_overwrote()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, [.. Enumerable.Range(0, 100).Select(i => $"line {i}"), "10%\r50%\r100% with token-0123456789", "", new string('x', 600)]);
            IReadOnlyList<string> tail = LogTail.Read(path, new SecretMask(["token-0123456789"]));
            Assert.Equal(LogTail.Lines, tail.Count);
            Assert.Equal("line 82", tail[0]);
            Assert.Equal("100% with ***", tail[^2]);
            Assert.Equal(501, tail[^1].Length);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_log_that_is_not_there_is_said_to_be_so() =>
        Assert.StartsWith("(/nowhere/engine.log cannot be read: ", Assert.Single(LogTail.Read("/nowhere/engine.log", new SecretMask([]))), StringComparison.Ordinal);
}
