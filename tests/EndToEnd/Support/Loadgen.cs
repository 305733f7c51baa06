namespace LoadGen.EndToEnd.Support;

/// <summary>
/// The program under test, run as users run it. <c>LOADGEN_BINARY</c> names the native binary (relative to the repository's root); without
/// it the assembly that was built together with these tests is run on the JIT.
/// </summary>
internal static class Loadgen
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Unreachable = 3;
    public const int Invalid = 4;
    public const int NotEnoughEvidence = 5;
    public const int Interrupted = 130;

    public static TimeSpan DefaultLimit { get; } = TimeSpan.FromSeconds(60);

    public static bool IsNative { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("LOADGEN_BINARY"));

    /// <summary>The program and the arguments in front of the user's.</summary>
    public static string[] Command { get; } = IsNative
        ? [Path.GetFullPath(Environment.GetEnvironmentVariable("LOADGEN_BINARY")!, Repository.Root)]
        : [DotnetHost(), Assembly()];

    /// <summary>Runs to the end. Fails the test, with the output, when that takes longer than the limit.</summary>
    public static async Task<Finished> RunAsync(
        IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null, string? workingFolder = null, TimeSpan? limit = null)
    {
        await using LoadgenProcess process = LoadgenProcess.Start([.. Command, .. args], environment, workingFolder);
        return await process.WaitAsync(limit ?? DefaultLimit);
    }

    public static Task<Finished> RunAsync(params string[] args) => RunAsync(args, null);

    /// <summary>Starts it and returns at once.</summary>
    public static LoadgenProcess Start(params string[] args) => LoadgenProcess.Start([.. Command, .. args], null, null);

    /// <summary>Starts it with its standard input open: for <c>--until-eof</c>, and for a line to read.</summary>
    public static LoadgenProcess StartWithInput(IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null) =>
        LoadgenProcess.Start([.. Command, .. args], environment, null, keepsInput: true);

    private static string DotnetHost() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    // .../tests/EndToEnd/bin/<configuration>/<framework>/ lies as deep as .../src/Cli/bin/<configuration>/<framework>/.
    private static string Assembly()
    {
        string framework = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        return Repository.Existing("src", "Cli", "bin", configuration, framework, "loadgen.dll");
    }
}
