using LoadGen.Simulation.Pacing;

namespace LoadGen.Simulation.Tests.Pacing;

public class SlotBookTests
{
    [Fact]
    public void Requests_wait_for_the_slot_that_is_free_first()
    {
        var book = new SlotBook(2);
        Assert.Equal(10, Begin(book, 10, 100));
        Assert.Equal(20, Begin(book, 20, 30));
        Assert.Equal(50, Begin(book, 25, 10));
        Assert.Equal(60, Begin(book, 30, 100));
        Assert.Equal(110, Begin(book, 40, 1));
        Assert.Equal(1_000, Begin(book, 1_000, 1));
    }

    [Fact]
    public void One_slot_serves_a_burst_one_after_the_other_in_the_order_it_came()
    {
        var book = new SlotBook(1);
        Assert.Equal([0L, 7, 14, 21, 28], Enumerable.Range(0, 5).Select(_ => Begin(book, 0, 7)));
    }

    [Fact]
    public void No_more_than_the_slots_are_served_at_any_time()
    {
        const int Slots = 3;
        var book = new SlotBook(Slots);
        var random = new Random(4);
        var served = new List<(long From, long To)>();
        long arrival = 0;
        for (int i = 0; i < 2_000; i++)
        {
            arrival += random.Next(0, 20);
            long length = random.Next(1, 60);
            long from = Begin(book, arrival, length);
            Assert.True(from >= arrival);
            served.Add((from, from + length));
        }

        Assert.All(served, one => Assert.True(served.Count(other => other.From <= one.From && other.To > one.From) <= Slots));
    }

    [Fact]
    public void There_is_at_least_one_slot() => Assert.Throws<ArgumentOutOfRangeException>(() => new SlotBook(0));

    private static long Begin(SlotBook book, long readyNs, long lengthNs) => book.Take(readyNs, start => (start, start + lengthNs));
}
