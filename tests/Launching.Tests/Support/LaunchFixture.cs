using LoadGen.Launching.Executors;
using LoadGen.Launching.Life;
using LoadGen.Launching.Preflight;

namespace LoadGen.Launching.Tests.Support;

/// <summary>A run's folder, and services in which nothing is real but files.</summary>
internal sealed class LaunchFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("loadgen-launch-").FullName;

    public FakePrograms Programs { get; } = new();

    public FakeTable Table { get; } = new();

    public List<string> Said { get; } = [];

    /// <summary>How a supervisor is started; a test that gets there names a script.</summary>
    public IReadOnlyList<string> Own { get; set; } = ["/no/such/program"];

    public LaunchServices Services => new()
    {
        Programs = Programs,
        Host = new FakeHost(),
        Gpus = new GpuTools(Programs),
        Processes = Table,
        Probe = new FakeProbe((_, _) => null),
        Time = new JumpingTime(),
        Own = Own,
        Say = Said.Add,
    };

    public LaunchOptions Options => new() { Id = "0badcafe", Folder = Folder, SkipPreflight = [PreflightChecks.SkipAll], Grace = TimeSpan.FromSeconds(1) };

    /// <summary>Launches one worker that runs as a process.</summary>
    public Task<LaunchSession> StartAsync() => LaunchSession.StartAsync(
        SamplePlans.Plan(SamplePlans.Worker() with { Image = null, ContainerFlags = [], Mounts = [], Gpus = [], Files = [], Environment = [], Command = SamplePlans.Texts("engine") }),
        new ProcessExecutor(Own), Options, Services, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
