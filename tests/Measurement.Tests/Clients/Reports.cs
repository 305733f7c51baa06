using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Clients.Clocks;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Validity;

namespace LoadGen.Measurement.Tests.Clients;

/// <summary>Reports of clients that never ran.</summary>
internal static class Reports
{
    public static ClientReport Of(bool isFull = true, params string[] reasons) => new()
    {
        Loops = 3,
        CpuCores = 8,
        Usage = new ProcessUsage(1.5, 1 << 20, 12, 3, 0.25),
        ConnectionsOpened = 4,
        ConnectionsReused = 96,
        ConnectionsByAddress = new Dictionary<string, long> { ["127.0.0.1:8000"] = 3, ["[::1]:8000"] = 1 },
        Simulated = isFull,
        TargetLost = false,
        Observer = isFull ? Observed.Healthy : null,
        Arrivals = isFull ? new ArrivalCounts(10, 9, 1, 1) : null,
        InvalidReasons = reasons,
    };

    public static ClientOutcome Outcome(int index, string host = "node", ClientReport? report = null) =>
        new(index, host, 100 + index, new ClockProbe(0, 1500, 1500, 1000), new ClockProbe(0, 1600, 1600, 1000)) { Requested = 10, Completed = 9, Report = report };

    public static ClientOutcome Lost(int index) => Outcome(index) with { Lost = "its connection ended after 2.0 s", LostRequests = 5 };
}
