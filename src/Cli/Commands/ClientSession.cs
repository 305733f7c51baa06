using System.Text.Json.Nodes;
using LoadGen.Cli.Options;
using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Host;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Transport;
using LoadGen.Transport.Timing;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Cli.Commands;

/// <summary>One client of a run that another process coordinates: makes its part and tells what it sees. Writes nothing, prints nothing but what went wrong.</summary>
internal static class ClientSession
{
    public static async Task<int> RunAsync(
        ClientInvitation invitation, TargetChoice target, WorkloadChoice workload, OutputChoice output, JsonObject configuration, CancellationToken stop)
    {
        string host = Environment.GetEnvironmentVariable("SLURMD_NODENAME") is { Length: > 0 } node ? node : Environment.MachineName;
        var identity = new ClientIdentity(CoordinatorSession.Version, host, Environment.ProcessId, invitation.Rank);
        BenchOptions whole = BenchSession.Options(target, workload, output);
        using ClientLink link = await ClientLink.ConnectAsync(invitation, identity, whole.Interval, MonotonicClock.Instance, TimeProvider.System, stop);
        try
        {
            await TakePartAsync(link, target, workload, output, configuration, stop);
        }
        catch (ClientException e)
        {
            throw new ClientException($"client on {host}: {e.Message}", e.IsUsage);
        }

        await link.ByeAsync();
        if (link.Abandoned is { } why)
        {
            Console.Error.WriteLine($"loadgen: client on {host}: {why}");
            return ExitCode.Failed;
        }

        return ExitCode.Ok;
    }

    private static async Task TakePartAsync(
        ClientLink link, TargetChoice target, WorkloadChoice workload, OutputChoice output, JsonObject configuration, CancellationToken stop)
    {
        try
        {
            ClientSetup setup = await link.SetupAsync(stop);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, link.Stopped);
            ClientReport report = await MeasureAsync(link, setup, target, workload, output, configuration, end.Token);
            link.Done(report with { Interrupted = stop.IsCancellationRequested });
        }
        catch (UsageException e)
        {
            link.Fail(string.Join("; also: ", e.Problems), isUsage: true);
        }
        catch (TransportException e) when (e.Error != TransportError.Aborted)
        {
            link.Fail(e.Message, isUsage: false);
        }
        catch (IOException e)
        {
            // A file of this host: the control connection's own failures are not of this kind.
            link.Fail(RunFolder.Reason(e), isUsage: false);
        }
        catch (DatasetFormatException e)
        {
            link.Fail(e.Message, isUsage: false);
        }
        catch (OperationCanceledException) when (link.Stopped.IsCancellationRequested)
        {
            // The coordinator ended the run before this part began, and knows.
        }
    }

    private static async Task<ClientReport> MeasureAsync(
        ClientLink link, ClientSetup setup, TargetChoice target, WorkloadChoice workload, OutputChoice output, JsonObject configuration, CancellationToken cancellation)
    {
        var share = CoordinatorSession.Share(setup.Index, setup.Count, workload);
        WorkloadChoice own = workload with { Concurrency = workload.Concurrency is { } all ? share.PartOf(all) : null };
        int? ownRequests = workload.Requests is { } requests ? (int)share.CountOf(requests) : null;
        IReadOnlyList<HostFinding> host = await HostGate.PassAsync(target, own with { Requests = ownRequests }, cancellation);
        using PromptsAhead? prompts = PromptsAhead.Make(own, share, _ => { }, cancellation);
        link.Ready([.. host.Select(f => f.ToString())]);
        target = target with { Generation = target.Generation with { Model = setup.Model } };
        BenchOptions options = BenchSession.Options(target, own, output) with { Share = share };
        RunOutcome outcome = await new BenchRun(options, Unwatched.Instance, MonotonicClock.Instance).ExecuteAsync(link, cancellation);
        if (outcome.Measured!.SourceFailure is { } lost)
        {
            throw lost;
        }

        ResultDocument document = new ResultWriter(options, BenchSession.About(own, output, configuration, host)).Build(outcome);
        return new ClientReport
        {
            Loops = outcome.Observer?.Loops ?? 0,
            CpuCores = document.Environment.CpuCores,
            Usage = outcome.Usage!,
            ConnectionsOpened = outcome.ConnectionsOpened,
            ConnectionsReused = outcome.ConnectionsReused,
            ConnectionsByAddress = outcome.ConnectionsByAddress,
            Simulated = outcome.Simulated,
            TargetLost = outcome.Measured!.TargetLost,
            Observer = outcome.Observer,
            Arrivals = outcome.Arrivals,

            // A client whose part is empty has nothing that could be invalid.
            InvalidReasons = outcome.Measured.Totals.Requested == 0 ? [] : document.Validity.Reasons,
        };
    }

    private sealed class Unwatched : IRunObserver
    {
        public static Unwatched Instance { get; } = new();

        public void OnInterval(BenchSnapshot snapshot)
        {
            // The coordinator shows all clients' progress together.
        }
    }
}
