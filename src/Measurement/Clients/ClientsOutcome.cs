using LoadGen.Measurement.Running;
using LoadGen.Measurement.Validity;
using LoadGen.Transport.Connections;

namespace LoadGen.Measurement.Clients;

/// <summary>Adds up what the clients of a run say of themselves.</summary>
internal static class ClientsOutcome
{
    public static RunOutcome Of(PinnedTarget target, PhaseOutcome? warmup, PhaseOutcome measured, bool interrupted, ClientOutcome[] clients)
    {
        ClientReport[] reports = [.. clients.Select(c => c.Report).OfType<ClientReport>()];
        ObserverFigures[] observers = [.. reports.Select(r => r.Observer).OfType<ObserverFigures>()];
        ArrivalCounts[] arrivals = [.. reports.Select(r => r.Arrivals).OfType<ArrivalCounts>()];
        return new RunOutcome(
            target, warmup, measured, interrupted, Sum(reports), reports.Sum(r => r.ConnectionsOpened), reports.Sum(r => r.ConnectionsReused))
        {
            ConnectionsByAddress = ConnectionCounts.Sum(reports.Select(r => r.ConnectionsByAddress)),
            Simulated = Array.Exists(reports, r => r.Simulated),
            Observer = observers.Length > 0 ? ObserverTally.Sum(observers) : null,
            Arrivals = arrivals.Length > 0
                ? new ArrivalCounts(arrivals.Sum(a => a.Due), arrivals.Sum(a => a.Sent), arrivals.Sum(a => a.Late), arrivals.Sum(a => a.Missed))
                : null,
            Clients = clients,
        };
    }

    /// <summary>Processors that the clients may use: those of each machine once.</summary>
    public static int Cores(IReadOnlyList<ClientOutcome> clients) => Math.Max(1, clients
        .Where(c => c.Report is not null)
        .GroupBy(c => c.Host)
        .Sum(host => host.Max(c => c.Report!.CpuCores)));

    private static ProcessUsage Sum(ClientReport[] reports) => new(
        reports.Sum(r => r.Usage.CpuS),
        reports.Select(r => r.Usage.PeakResidentBytes).DefaultIfEmpty().Max(),
        reports.Sum(r => r.Usage.AllocatedBytes),
        reports.Sum(r => r.Usage.Collections),
        reports.Sum(r => r.Usage.GcPauseMs));
}
