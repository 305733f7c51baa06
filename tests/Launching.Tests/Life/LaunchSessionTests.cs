using LoadGen.Launching.Life;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Life;

/// <summary>Launches whose supervisor is a script: it says that it has started a process, and ends when it is told anything.</summary>
public sealed class LaunchSessionTests : IDisposable
{
    private const string Started = "read order; echo '{\"event\":\"started\",\"pid\":4000001,\"start_ticks\":100}'; read ready; echo '{\"event\":\"noted\"}'; read stop; ";

    private readonly LaunchFixture _fixture = new();

    [Fact]
    public async Task The_manifest_names_a_unit_before_it_is_started()
    {
        string seen = Path.Combine(_fixture.Folder, "seen");
        Supervise($"cp {_fixture.Folder}/manifest.json {seen}; {Started} echo '{{\"event\":\"stopped\"}}'");
        await using LaunchSession session = await _fixture.StartAsync();
        Assert.Empty(await session.StopAsync(CancellationToken.None));
        Assert.Contains("\"name\": \"engine-0\"", File.ReadAllText(seen), StringComparison.Ordinal);
        Assert.Contains("\"units\": [\n        {", File.ReadAllText(seen), StringComparison.Ordinal);
        Assert.Equal(LaunchState.Stopped, ManifestFile.Read(_fixture.Folder).State);
    }

    [Fact]
    public async Task A_folder_that_is_deleted_does_not_keep_the_engine_alive()
    {
        string stopped = Path.GetTempFileName();
        Supervise($"{Started} echo gone >{stopped}; echo '{{\"event\":\"stopped\"}}'");
        await using LaunchSession session = await _fixture.StartAsync();
        Directory.Delete(_fixture.Folder, recursive: true);
        Assert.Empty(await session.StopAsync(CancellationToken.None));
        Assert.Equal("gone\n", File.ReadAllText(stopped));
        Assert.Single(_fixture.Said, line => line.StartsWith("the manifest in ", StringComparison.Ordinal));
        File.Delete(stopped);
    }

    [Fact]
    public async Task What_cannot_be_ended_stays_the_launchs_and_is_told()
    {
        // The supervisor breaks off, and its engine hangs in the kernel.
        Supervise($"{Started} exit 1");
        await using LaunchSession session = await _fixture.StartAsync();
        _fixture.Table.Immortal.Add(4_000_001);
        _fixture.Table.Add(4_000_001, 1);
        string problem = Assert.Single(await session.StopAsync(CancellationToken.None));
        Assert.Equal("engine-0: still there: p4000001 (pid 4000001)", problem);
        LaunchManifest manifest = ManifestFile.Read(_fixture.Folder);
        Assert.Equal((LaunchState.Stopping, problem, null), (manifest.State, manifest.Failure, manifest.EndedAt));
    }

    public void Dispose() => _fixture.Dispose();

    private void Supervise(string script) => _fixture.Own = ["/bin/bash", "-c", script];
}
