using LoadGen.Launching.Life;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Life;

public sealed class RunFolderTests : IDisposable
{
    private readonly LaunchFixture _fixture = new();

    [Theory]
    [InlineData(LaunchState.Preparing)]
    [InlineData(LaunchState.Starting)]
    [InlineData(LaunchState.Ready)]
    [InlineData(LaunchState.Stopping)]
    public async Task A_folder_whose_launch_may_still_run_is_refused_and_its_manifest_kept(LaunchState state)
    {
        ManifestFile.Write(_fixture.Folder, SampleManifests.Of(state));
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(_fixture.StartAsync);
        Assert.Equal(LaunchError.Unusable, e.Error);
        Assert.Equal($"{_fixture.Folder} holds a launch that may still run: loadgen launch --stop {_fixture.Folder} first, or another --output", e.Message);
        Assert.Equal((state, "11111111"), (ManifestFile.Read(_fixture.Folder).State, ManifestFile.Read(_fixture.Folder).Launch));
    }

    [Theory]
    [InlineData(LaunchState.Stopped)]
    [InlineData(LaunchState.Failed)]
    public async Task A_folder_whose_launch_is_over_is_taken_over(LaunchState state)
    {
        ManifestFile.Write(_fixture.Folder, SampleManifests.Of(state));
        // Its supervisor cannot be started: what matters here is that it came so far.
        Assert.Equal(LaunchError.NotReady, (await Assert.ThrowsAsync<LaunchException>(_fixture.StartAsync)).Error);
        Assert.Equal((LaunchState.Failed, "0badcafe"), (ManifestFile.Read(_fixture.Folder).State, ManifestFile.Read(_fixture.Folder).Launch));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_unusable()
    {
        string file = Path.Combine(_fixture.Folder, "file");
        File.WriteAllText(file, "");
        Assert.Equal(LaunchError.Unusable, Assert.Throws<LaunchException>(() => RunFolder.Claim(Path.Combine(file, "run"))).Error);
    }

    public void Dispose() => _fixture.Dispose();
}
