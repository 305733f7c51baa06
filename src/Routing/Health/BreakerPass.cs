namespace LoadGen.Routing.Health;

/// <summary>
/// A breaker's permission for one request. It remembers in which round it was given, a round being the time between two changes of the
/// breaker's state: a stream that began before the breaker opened and ends while it is half open is no trial, gives no trial's place
/// back, and says nothing of the worker as it is now.
/// </summary>
public readonly record struct BreakerPass
{
    internal BreakerPass(long round) => Round = round;

    internal long Round { get; }
}
