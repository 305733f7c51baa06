using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Running;

public class PhasePlanTests
{
    [Theory]
    [InlineData(null, null, 1)]
    [InlineData(8, null, 8)]
    [InlineData(8, 100, 8)]
    [InlineData(8, 3, 3)]
    public void A_closed_loop_has_as_many_slots_as_streams_but_no_more_than_requests(int? concurrency, int? requests, int slots) =>
        Assert.Equal(slots, new PhasePlan(new FixedWorkload(null), null, requests, null).Slots(concurrency));

    [Fact]
    public void Under_a_schedule_a_limit_is_no_number_of_streams() => Assert.Equal(
        0, new PhasePlan(new FixedWorkload(null), Arrivals.Open(10, 1, ArrivalShape.Gamma, null, TimeSpan.FromSeconds(1), 0), null, TimeSpan.FromSeconds(1)).Slots(1_000_000));
}
