using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace LoadGen.Measurement.Clients.Starting;

/// <summary>Clients that this process started, itself or through <c>srun</c>. They end with it.</summary>
public sealed partial class ClientProcesses : IClientStart
{
    private const int SigTerm = 15;

    // A client ends when the coordinator says goodbye; Slurm takes a moment to hear of it.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    private readonly List<Process> _processes = [];

    private ClientProcesses(string description, IEnumerable<ProcessStartInfo> starts)
    {
        Description = description;
        try
        {
            foreach (ProcessStartInfo start in starts)
            {
                _processes.Add(Start(start));
            }
        }
        catch
        {
            _processes.ForEach(Kill);
            throw;
        }

        Ended = EndedAsync();
    }

    /// <inheritdoc/>
    public Task<string> Ended { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>Starts <paramref name="count"/> processes on this host.</summary>
    /// <exception cref="ClientException">One cannot be started.</exception>
    public static ClientProcesses Local(ClientCommand command, int count)
    {
        ArgumentNullException.ThrowIfNull(command);
        return new ClientProcesses(
            $"{count} processes on this host",
            Enumerable.Range(0, count).Select(rank => Info(command.Words, command.Invitation with { Rank = rank })));
    }

    /// <summary>Starts <c>srun</c>: inside an allocation a step of it, else a job of its own that may have to wait.</summary>
    /// <param name="command">The client.</param>
    /// <param name="count">How many tasks.</param>
    /// <param name="options">Further options of <c>srun</c>.</param>
    /// <param name="isInJob">This process runs inside an allocation.</param>
    /// <exception cref="ClientException"><c>srun</c> cannot be started.</exception>
    public static ClientProcesses Slurm(ClientCommand command, int count, IReadOnlyList<string> options, bool isInJob)
    {
        ArgumentNullException.ThrowIfNull(command);
        return new ClientProcesses($"srun --ntasks {count}", [Info(SrunWords(command.Words, count, options, isInJob), command.Invitation)]);
    }

    /// <summary>The command line of <c>srun</c>.</summary>
    internal static IReadOnlyList<string> SrunWords(IReadOnlyList<string> client, int count, IReadOnlyList<string> options, bool isInJob) =>
    [
        "srun",
        "--ntasks=" + count.ToString(CultureInfo.InvariantCulture),
        "--export=ALL",
        "--input=none",

        // One task that ends, however it does, must not end the others: what they measure is kept.
        "--kill-on-bad-exit=0",
        "--wait=0",

        // Beside the engine's step, not after it.
        .. isInJob ? ["--overlap"] : Array.Empty<string>(),
        .. options,
        .. client,
    ];

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(s_grace);
        foreach (Process process in _processes)
        {
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                // Past its time: disposing ends it.
                return;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Slurm's own end of a step: its tasks end with it, which they would not if srun were killed.
        _processes.Where(p => !p.HasExited).ToList().ForEach(p => _ = SendSignal(p.Id, SigTerm));
        await CloseAsync();
        _processes.ForEach(Kill);
        await Ended;
        _processes.ForEach(p => p.Dispose());
    }

    private static ProcessStartInfo Info(IReadOnlyList<string> words, ClientInvitation invitation)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1)) { UseShellExecute = false };
        foreach ((string name, string value) in invitation.ToVariables())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new ClientException($"'{start.FileName}' was not started");
        }
        catch (Win32Exception e)
        {
            throw new ClientException(start.FileName == "srun"
                ? $"--slurm-ntasks: srun cannot be started ({e.Message}); run this where Slurm's commands are, or use --clients"
                : $"'{start.FileName}' cannot be started: {e.Message}", isUsage: true);
        }
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private async Task<string> EndedAsync()
    {
        Task[] exits = [.. _processes.Select(p => p.WaitForExitAsync())];
        int first = Array.IndexOf(exits, await Task.WhenAny(exits));
        return $"{(_processes[first].StartInfo.FileName == "srun" ? "srun" : $"the process of client {first}")} ended with exit code {_processes[first].ExitCode}";
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
