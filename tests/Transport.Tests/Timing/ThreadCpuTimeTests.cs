using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Timing;

public class ThreadCpuTimeTests
{
    [Fact]
    public void A_thread_that_works_uses_time_and_another_ones_work_is_not_its_own()
    {
        long before = ThreadCpuTime.OwnNs;
        long others = 0;
        var worker = new Thread(() =>
        {
            while (ThreadCpuTime.OwnNs < 20_000_000)
            {
            }

            others = ThreadCpuTime.OwnNs;
        });
        worker.Start();
        worker.Join();

        Assert.InRange(others, 20_000_000, long.MaxValue);
        Assert.InRange(ThreadCpuTime.OwnNs - before, 0, others - 1);
    }
}
