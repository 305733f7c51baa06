using LoadGen.Results.Points;

namespace LoadGen.Results.Tests.Points;

public sealed class PointIdentityTests
{
    [Fact]
    public void Gpus_are_those_of_both_pools()
    {
        var pair = new PointIdentity
        {
            Hardware = "h200",
            Framework = "sglang",
            Model = "dsr1",
            Precision = "fp8",
            Disaggregated = true,
            Prefill = new WorkerShape { Tp = 4, Workers = 2, Gpus = 8 },
            Decode = new WorkerShape { Tp = 8, Ep = 8, Gpus = 8 },
        };

        Assert.Equal(16, pair.Gpus);
        Assert.Equal(8, (pair with { Prefill = null }).Gpus);
    }
}
