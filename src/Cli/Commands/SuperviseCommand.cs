using System.CommandLine;
using System.Runtime.InteropServices;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Life;
using LoadGen.Launching.Supervising;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen supervise</c>: what <c>launch</c> starts between itself and each engine. Not for people.</summary>
internal static class SuperviseCommand
{
    private static readonly TimeSpan s_commandGrace = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        var command = new Command("supervise", "Keep one engine: started by 'loadgen launch', with an order on standard input.") { Hidden = true };
        command.SetAction((_, _) => RunAsync());
        return command;
    }

    private static async Task<int> RunAsync()
    {
        using var stop = new CancellationTokenSource();
        // A terminal's Ctrl-C and its closing are the launcher's affair, which says what becomes of the engine; the end of the input does in any case.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using PosixSignalRegistration hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        var supervisor = new Supervisor(new ProcessTable(), new Children(), Environment.ProcessId, TimeProvider.System);
        await using Stream input = Console.OpenStandardInput();
        await using Stream output = Console.OpenStandardOutput();
        await supervisor.RunAsync(input, output, stop.Token);
        if (supervisor.IsAbandoned && Environment.GetEnvironmentVariable(RunPlace.MarkVariable)?.Split('/')[0] is { Length: > 0 } launch)
        {
            // The command behind -- has no supervisor of its own; its launcher is gone.
            await new OwnedProcesses(new ProcessTable(), TimeProvider.System).EndAsync([], RunPlace.CommandMark(launch), s_commandGrace);
        }

        return ExitCode.Ok;
    }
}
