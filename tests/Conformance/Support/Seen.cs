using LoadGen.Simulation;

namespace LoadGen.Conformance.Support;

/// <summary>What an engine saw, in its own counts.</summary>
internal static class Seen
{
    /// <summary>It saw one request, to its end (a fault's plan included).</summary>
    public static void AssertCompleted(this SimulatedEngine engine, int requests = 1) => AssertSaw(engine, requests, requests, 0);

    /// <summary>It saw one request, which was ended from outside.</summary>
    public static void AssertAborted(this SimulatedEngine engine) => AssertSaw(engine, 1, 0, 1);

    /// <summary>It saw no request.</summary>
    public static void AssertSawNothing(this SimulatedEngine engine) => AssertSaw(engine, 0, 0, 0);

    /// <summary>It saw one request at most, and did not complete it: it was ended as soon as it was there, or before.</summary>
    public static void AssertAbortedIfSeen(this SimulatedEngine engine)
    {
        SimulatedEngineStats stats = engine.Snapshot();
        Assert.InRange(stats.Requests, 0, 1);
        Assert.Equal(0, stats.Completed);
    }

    /// <summary>It saw one request, which the router ended or whose cache never came.</summary>
    public static void AssertEnded(this SimulatedEngine engine)
    {
        SimulatedEngineStats stats = engine.Snapshot();
        Assert.Equal((1, 0, 1), (stats.Requests, stats.Completed, stats.Aborted + stats.Refused));
    }

    private static void AssertSaw(SimulatedEngine engine, int requests, int completed, int aborted)
    {
        SimulatedEngineStats stats = engine.Snapshot();
        Assert.Equal((requests, completed, aborted), (stats.Requests, stats.Completed, stats.Aborted));
    }
}
