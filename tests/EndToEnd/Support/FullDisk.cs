namespace LoadGen.EndToEnd.Support;

/// <summary>
/// Runs the program where files cannot grow: on a file system of a few megabytes of its own, or under a limit on the size of files.
/// </summary>
internal static class FullDisk
{
    // The file system is visible to the program's own mount namespace only and vanishes with it: what was written is copied out.
    private const string OnSmallDisk = """
        disk="$1"; copy="$2"; shift 2
        mount -t tmpfs -o size=5m tmpfs "$disk" || exit 99
        "$@"; code=$?
        cp -r "$disk/." "$copy" || exit 98
        exit $code
        """;

    /// <summary>The command that makes namespaces here: root needs no user namespace, others do, and some hosts allow neither.</summary>
    public static async Task<string[]?> NamespacesAsync()
    {
        foreach (string flags in (string[])["-m", "-Urm"])
        {
            await using LoadgenProcess attempt = LoadgenProcess.Start(["sh", "-c", $"command -v unshare && unshare {flags} mount -t tmpfs tmpfs /tmp"], null, null);
            if ((await attempt.WaitAsync()).ExitCode == 0)
            {
                return ["unshare", flags];
            }
        }

        return null;
    }

    /// <summary>Runs the program with <paramref name="disk"/> being a disk of 5 MB; its content is in <paramref name="copy"/> afterwards.</summary>
    public static async Task<Finished> RunAsync(string[] namespaces, string disk, string copy, params string[] args)
    {
        await using LoadgenProcess process = LoadgenProcess.Start([.. namespaces, "sh", "-c", OnSmallDisk, "sh", disk, copy, .. Loadgen.Command, .. args], null, null);
        return await process.WaitAsync();
    }

    /// <summary>Runs the program under a limit of so many bytes a file.</summary>
    public static async Task<Finished> RunLimitedAsync(long bytes, params string[] args)
    {
        // The JIT keeps its code in a file of memory that the limit would cut too.
        var environment = new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" };
        await using LoadgenProcess process = LoadgenProcess.Start(["prlimit", $"--fsize={bytes}", .. Loadgen.Command, .. args], environment, null);
        return await process.WaitAsync();
    }
}
