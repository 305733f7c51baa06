using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Failures;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused_before_the_server_is_touched()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        string below = Path.Combine(_folder.File("file", "not a folder"), "run");
        (await Loadgen.RunAsync(Bench.Quick(server.Url, below, "--requests", "1"))).Exits(Loadgen.Usage).Says($"--output {below}: cannot write there");
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_refused()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        string file = _folder.File("file", "not a folder");
        (await Loadgen.RunAsync(Bench.Quick(server.Url, file, "--requests", "1"))).Exits(Loadgen.Usage).Says($"--output {file}: cannot write there");
        Assert.Equal("not a folder", File.ReadAllText(file));
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_folder_that_holds_a_run_is_kept_unless_told_otherwise()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        string[] first = Bench.Quick(server.Url, _folder["run"], "--requests", "1");
        (await Loadgen.RunAsync(first)).Exits(Loadgen.Ok);
        string before = new RunFiles(_folder["run"]).RecordsText;

        (await Loadgen.RunAsync(first)).Exits(Loadgen.Usage).Says("already holds a run", "--overwrite");
        Assert.Equal(1, server.Connections);
        Assert.Equal(before, new RunFiles(_folder["run"]).RecordsText);

        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "2", "--overwrite"))).Exits(Loadgen.Ok);
        Assert.Equal(2, new RunFiles(_folder["run"]).AssertAddsUp().Outcome("completed"));
    }

    [Fact]
    public async Task A_file_of_the_users_own_in_the_folder_is_left_alone()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        Directory.CreateDirectory(_folder["run"]);
        string notes = _folder.File(Path.Combine("run", "notes.txt"), "mine");
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "1", "--overwrite"))).Exits(Loadgen.Ok);
        Assert.Equal("mine", File.ReadAllText(notes));
    }

    [Fact]
    public async Task Without_an_option_results_go_to_a_dated_folder()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        string[] args = ["bench", "--url", server.Url, "--model", "sim", "--osl", $"{Bench.QuickTokens}", "--warmup", "0", "--requests", "1", "--allow-invalid"];
        (await Loadgen.RunAsync(args, workingFolder: _folder.Path)).Exits(Loadgen.Ok);
        string folder = Assert.Single(Directory.GetDirectories(_folder["results"]));
        Assert.Matches(@"^\d{8}-\d{6}-chat$", Path.GetFileName(folder));
        new RunFiles(folder).AssertAddsUp();
    }
}
