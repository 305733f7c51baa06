using LoadGen.Launching.Executors;
using LoadGen.Launching.Life;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Life;

public class ImageDigestTests
{
    private readonly FakePrograms _programs = new();
    private readonly List<string> _said = [];

    [Theory]
    [InlineData("repo@sha256:0123\n", 0, "repo@sha256:0123")]
    [InlineData("\n", 0, null)]
    [InlineData("", 1, null)]
    public async Task It_is_what_docker_says_or_none(string stdout, int exitCode, string? digest)
    {
        _programs.Answers("docker image inspect", stdout, exitCode);
        Assert.Equal(digest, await ReadAsync());
        Assert.Empty(_said);
    }

    [Fact]
    public async Task A_docker_that_cannot_be_asked_is_a_warning_and_no_failure()
    {
        _programs.Missing.Add("docker");
        Assert.Null(await ReadAsync());
        Assert.Equal("warning: the digest of repo:1 cannot be told: 'docker' is not installed, or its folder is not on PATH", Assert.Single(_said));
    }

    private Task<string?> ReadAsync() => ImageDigest.ReadAsync(new DockerExecutor(_programs, ["loadgen"]), "repo:1", _said.Add, TestContext.Current.CancellationToken);
}
