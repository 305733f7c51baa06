using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary>What is refused of several clients before anything is started.</summary>
public sealed class ClientOptionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--clients 4 --concurrency 3", "--clients 4: --concurrency 3 gives not every client a stream")]
    [InlineData("--clients 2 --slurm-ntasks 2 --concurrency 2", "--slurm-ntasks and --clients exclude each other")]
    [InlineData("--srun-option --nodes=2", "--srun-option needs --slurm-ntasks")]
    [InlineData("--clients-wait 5s", "--clients-listen and --clients-wait need --slurm-ntasks or --clients")]
    [InlineData("--clients 1 --clients-listen nowhere", "--clients-listen: 'nowhere' is not an ADDRESS:PORT such as 0.0.0.0:7700")]
    [InlineData("--clients 0", "--clients: '0' is not a whole number from 1 to 4096")]
    [InlineData("--slurm-ntasks 1 --sent-stamps", "--slurm-ntasks and --sent-stamps exclude each other")]
    public async Task A_choice_that_cannot_be_is_refused(string options, string fragment) =>
        (await Loadgen.RunAsync(Bench.Quick("http://127.0.0.1:9", _folder["run"], options.Split(' ')))).RefusesUsage("bench", fragment);

    [Fact]
    public async Task A_task_of_an_srun_does_not_start_another()
    {
        var step = new Dictionary<string, string> { ["SLURM_STEP_NUM_TASKS"] = "4" };
        (await Loadgen.RunAsync(Bench.Quick("http://127.0.0.1:9", _folder["run"], "--slurm-ntasks", "1"), step)).RefusesUsage("bench", "this is one of 4 tasks of an srun already");
    }

    [Fact]
    public async Task Without_Slurm_it_is_said_what_to_do()
    {
        var nowhere = new Dictionary<string, string> { ["PATH"] = _folder["empty"] };
        (await Loadgen.RunAsync(Bench.Quick("http://127.0.0.1:9", _folder["run"], "--slurm-ntasks", "1"), nowhere))
            .Exits(Loadgen.Usage).Says("--slurm-ntasks: srun cannot be started", "--clients");
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public async Task Awaited_clients_need_a_token()
    {
        (await Loadgen.RunAsync(Bench.Quick("http://127.0.0.1:9", _folder["run"], "--clients", "1", "--clients-listen", "127.0.0.1:0")))
            .Exits(Loadgen.Usage).Says("LOADGEN_CLIENT_TOKEN", "at least 16 characters");
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public async Task Clients_that_do_not_come_are_counted()
    {
        var token = new Dictionary<string, string> { ["LOADGEN_CLIENT_TOKEN"] = "a token of the end-to-end tests" };
        (await Loadgen.RunAsync(Bench.Quick("http://127.0.0.1:9", _folder["run"], "--clients", "1", "--clients-listen", "127.0.0.1:0", "--clients-wait", "200ms"), token))
            .Exits(Loadgen.Failed).Says("0 of 1 clients came", "--clients-wait allows more time");
    }
}
