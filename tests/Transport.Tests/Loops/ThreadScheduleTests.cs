using LoadGen.Transport.Loops;
using LoadGen.Transport.Loops.Native;

namespace LoadGen.Transport.Tests.Loops;

public class ThreadScheduleTests
{
    [Theory]
    [InlineData("123456 789 42\n", 789)]
    [InlineData("1 0 1", 0)]
    [InlineData("0 9223372036854775807 3\n", long.MaxValue)]
    [InlineData("5 6", 6)]
    public void The_second_number_is_the_wait(string text, long waitNs) => Assert.Equal(waitNs, ThreadSchedule.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("123")]
    [InlineData("1 x 2")]
    [InlineData("1 -5 2")]
    [InlineData("1 9223372036854775808 2")]
    public void Anything_else_is_no_wait(string text) => Assert.Equal(0, ThreadSchedule.Parse(text));

    [Fact]
    public void A_thread_that_is_not_there_has_waited_for_nothing()
    {
        Assert.Equal(0, ThreadSchedule.WaitNs(int.MaxValue));
        Assert.True(ThreadSchedule.WaitNs(Libc.GetThreadId()) >= 0);
    }
}
