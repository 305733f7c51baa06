using LoadGen.Transport.Http;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Running;

/// <summary>A thread that ends connections past their time limits.</summary>
internal sealed class Housekeeping : IDisposable
{
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;

    public Housekeeping(HttpOrigin origin, IMonotonicClock clock, TimeSpan interval)
    {
        _thread = new Thread(() =>
        {
            while (!_stop.Wait(interval))
            {
                origin.SweepDeadlines(clock.NowNs);
            }
        })
        {
            Name = "deadlines",
            IsBackground = true,
        };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }
}
