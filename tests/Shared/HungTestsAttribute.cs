using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit.v3;

[assembly: LoadGen.Shared.HungTests]

namespace LoadGen.Shared;

/// <summary>
/// Ends a test process in which nothing has begun or ended for a long time, and names the tests under way: a test that waits forever is
/// a failure with a name, not a run without an end. What a test waits for has limits of its own, far below this one.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class HungTestsAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<string, string> s_underWay = new(StringComparer.Ordinal);
    private static long s_lastEventMs = Environment.TickCount64;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        s_underWay[test.UniqueID] = test.TestDisplayName;
        Volatile.Write(ref s_lastEventMs, Environment.TickCount64);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        s_underWay.TryRemove(test.UniqueID, out _);
        Volatile.Write(ref s_lastEventMs, Environment.TickCount64);
    }

    [ModuleInitializer]
    internal static void Watch() => new Thread(WatchLoop) { IsBackground = true, Name = "hung tests" }.Start();

    private static void WatchLoop()
    {
        // A soak and a watch are one test each, and as long as they are told to be.
        double longestS = Math.Max(Seconds("LOADGEN_SOAK_S"), Seconds("LOADGEN_WATCH_S"));
        double limitMs = (s_limit + TimeSpan.FromSeconds(longestS)).TotalMilliseconds;
        using var never = new ManualResetEventSlim();
        while (Environment.TickCount64 - Volatile.Read(ref s_lastEventMs) < limitMs)
        {
            never.Wait(TimeSpan.FromSeconds(1));
        }

        string tests = s_underWay.IsEmpty ? "none (a fixture, or the run's beginning or end)" : string.Join("; ", s_underWay.Values.Order(StringComparer.Ordinal));
        Environment.FailFast($"no test began or ended for {limitMs / 60_000:0.#} minutes; under way: {tests}");
    }

    private static double Seconds(string variable) => double.TryParse(Environment.GetEnvironmentVariable(variable), out double s) ? s : 0;
}
