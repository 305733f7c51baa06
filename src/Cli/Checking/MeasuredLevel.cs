using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Cli.Checking;

/// <summary>What the measurements of a search's level brought so far, on one time line.</summary>
/// <param name="Requests">Their requests.</param>
/// <param name="Steady">When they were in steady state.</param>
internal sealed record MeasuredLevel(List<Observation> Requests, List<SteadyTime> Steady);
