namespace LoadGen.Measurement.Validity;

/// <summary>What became of a schedule's arrivals.</summary>
/// <param name="Due">Arrivals that came due before the run's end.</param>
/// <param name="Sent">Requests sent.</param>
/// <param name="Late">Requests sent later than the lateness bound by the client's own doing: waits for <c>--concurrency</c>'s limit and for connections are not counted.</param>
/// <param name="Missed">Arrivals due before the run's end that were never sent.</param>
public sealed record ArrivalCounts(long Due, long Sent, long Late, long Missed);
