using LoadGen.Launching.Manifests;

namespace LoadGen.Launching.Tests.Support;

/// <summary>Manifests for tests: of this host, of another boot unless a test says otherwise, their launcher long gone.</summary>
internal static class SampleManifests
{
    public static LaunchManifest Of(LaunchState state, params IReadOnlyList<ManifestUnit> units) => new()
    {
        Launch = "11111111",
        State = state,
        Recipe = "r",
        Engine = "e",
        Sku = "h200",
        Model = "m",
        Precision = "fp8",
        Executor = "process",
        Host = Environment.MachineName,
        BootId = "another boot",
        Launcher = new ManifestProcess(4_000_000, 1),
        Workers = [new ManifestWorker { Name = "engine-0", Role = "engine", Node = "gpu1", Units = units }],
    };

    public static ManifestUnit Unit(string name, params IReadOnlyList<IReadOnlyList<string>> teardown) => new()
    {
        Name = name,
        Hosts = ["gpu1"],
        Command = ["engine"],
        StartedAs = ["engine"],
        Log = name + ".log",
        Teardown = teardown,
    };
}
