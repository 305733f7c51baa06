namespace LoadGen.Workloads.Tests;

public class PromptBufferTests
{
    [Fact]
    public void Gives_exactly_the_length_asked_for()
    {
        var buffer = new PromptBuffer();
        Assert.All([0, 1, 4096, 4097, 100_000, 3], length => Assert.Equal(length, buffer.RentIds(length).Length));
    }

    [Fact]
    public void Allocates_nothing_once_it_has_seen_the_longest_prompt()
    {
        var buffer = new PromptBuffer();
        Assert.Equal(0, TestData.AllocatedBytes(() =>
        {
            buffer.RentIds(100_000).Clear();
            buffer.RentIds(10).Clear();
            buffer.RentIds(131_072).Clear();
        }));
    }

    [Fact]
    public void Refuses_a_negative_length()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PromptBuffer().RentIds(-1).Length);
    }
}
