using System.Net;
using System.Text.Json.Nodes;
using LoadGen.Cli.Options;
using LoadGen.Launching.Life;
using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Clients.Starting;
using LoadGen.Measurement.Power;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Transport.Timing;

namespace LoadGen.Cli.Commands;

/// <summary>A run that several clients make: starts them, puts what they tell together and writes the one result. Loads nothing itself.</summary>
internal static class CoordinatorSession
{
    /// <summary>What all clients must be.</summary>
    public static string Version { get; } = $"{BuildInfo.Tool.Version} ({BuildInfo.Tool.Commit})";

    /// <summary>A client's part of a workload.</summary>
    public static ClientShare Share(int index, int count, WorkloadChoice workload) =>
        new(index, count, !workload.IsScheduled ? Math.Max(workload.Concurrency ?? 1, count) : count);

    /// <summary>What cannot be shared out.</summary>
    public static void Check(ClientsChoice clients, TargetChoice? target, WorkloadChoice? workload, Problems problems)
    {
        string option = clients.IsSlurm ? "--slurm-ntasks" : "--clients";
        if (workload?.Concurrency is { } streams && streams < clients.Count)
        {
            problems.Add($"{option} {clients.Count}: --concurrency {streams} gives not every client a stream; use at most {streams} clients, or more streams");
        }

        if (target is { Instrument.SentStamps: true } && (clients.IsSlurm || clients.IsAwaited))
        {
            problems.Add($"{option} and --sent-stamps exclude each other: only server and client on one machine share the stamps' clock");
        }
    }

    public static async Task<BenchReport> RunAsync(
        ClientsChoice clients, TargetChoice target, WorkloadChoice workload, OutputChoice output, JsonObject configuration, CancellationToken cancellation)
    {
        using RunTelemetry telemetry = RunTelemetry.Open(output.Telemetry, MonotonicClock.Instance, BenchSession.Notice);
        using RunFolder folder = RunFolder.Open(output.Folder, output.Overwrite);
        target = await BenchSession.WithModelAsync(target, configuration, cancellation);
        BenchOptions options = BenchSession.Options(target, workload, output);
        RunDescription about = BenchSession.About(workload, output, configuration, []);
        string token = clients.IsAwaited ? ClientInvitation.CheckToken(Environment.GetEnvironmentVariable(ClientInvitation.TokenVariable)) : ClientInvitation.NewToken();
        var bind = clients.Listen ?? new IPEndPoint(clients.IsSlurm ? IPAddress.Any : IPAddress.Loopback, 0);
        using var listener = new ClientListener(bind, token, MonotonicClock.Instance, TimeProvider.System);
        var invitation = new ClientInvitation(ClientInvitation.Reachable(listener.Bound), token, null);
        await using IClientStart start = Start(clients, invitation);
        if (output.Progress != "none")
        {
            BenchSession.Notice($"waiting for {clients.Count} clients: {start.Description}");
        }

        var several = new CoordinatorOptions { Clients = clients.Count, Version = Version, WaitLimit = clients.Wait };
        using var view = BenchSession.View(output);
        telemetry.Begin(folder);
        RunOutcome outcome = await new Coordinator(options, several, view.Observer, MonotonicClock.Instance, TimeProvider.System) { Window = telemetry }
            .ExecuteAsync(listener, start, folder, cancellation);
        view.Dispose();
        await start.CloseAsync();
        return BenchSession.Write(new ResultWriter(options, about), folder, telemetry.AddTo(outcome), output);
    }

    private static IClientStart Start(ClientsChoice clients, ClientInvitation invitation)
    {
        var command = new ClientCommand([.. OwnProgram.Words, .. Environment.GetCommandLineArgs().Skip(1)], invitation);
        return clients switch
        {
            { IsSlurm: true } => ClientProcesses.Slurm(command, clients.Count, clients.SrunOptions, clients.IsInJob),
            { IsAwaited: true } => new AwaitedClients($"{ClientInvitation.AddressVariable}={invitation} and the same {ClientInvitation.TokenVariable} make them"),
            _ => ClientProcesses.Local(command, clients.Count),
        };
    }
}
