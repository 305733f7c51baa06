using LoadGen.Launching.Executors;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Executors;

public sealed class EnrootImportTests : IDisposable
{
    private readonly LaunchFixture _fixture = new();

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told_in_one_line()
    {
        string file = Path.Combine(_fixture.Folder, "file");
        File.WriteAllText(file, "");
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => EnsureAsync(Path.Combine(file, "images")));
        Assert.StartsWith($"'some/image:1' could not be imported into {file}/images: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_cannot_be_opened_is_not_waited_for()
    {
        Directory.CreateDirectory(Path.Combine(_fixture.Folder, EnrootImage.FileOf("some/image:1") + ".lock"));
        await Assert.ThrowsAsync<LaunchException>(() => EnsureAsync(_fixture.Folder));
    }

    [Fact]
    public async Task A_lock_that_another_holds_is_waited_for()
    {
        string path = Path.Combine(_fixture.Folder, EnrootImage.FileOf("some/image:1"));
        Task importing;
        using (new FileStream(path + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            importing = EnsureAsync(_fixture.Folder);
            Assert.False(importing.IsCompleted);
            File.WriteAllText(path, "");
        }

        await importing.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Empty(_fixture.Programs.Calls);
    }

    [Fact]
    public async Task A_missing_srun_is_told_in_one_line()
    {
        _fixture.Programs.Missing.Add("srun");
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => EnsureAsync(_fixture.Folder));
        Assert.Contains("'srun' is not installed", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _fixture.Dispose();

    private Task EnsureAsync(string folder) => new EnrootImport(_fixture.Programs, new JumpingTime()).EnsureAsync("some/image:1", folder, ["srun"], TestContext.Current.CancellationToken);
}
