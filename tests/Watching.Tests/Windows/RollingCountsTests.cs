using LoadGen.Watching.Tests.Support;
using LoadGen.Watching.Windows;

namespace LoadGen.Watching.Tests.Windows;

public class RollingCountsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_window_holds_what_counting_again_finds(int seed)
    {
        var random = new Random(seed);
        TimeSpan[] windows = [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)];
        var counts = new RollingCounts(windows);
        var events = new List<(DateTimeOffset At, bool IsBad)>();
        DateTimeOffset now = Probes.Noon;
        for (int i = 0; i < 6000; i++)
        {
            now = now.AddMilliseconds(random.Next(0, 4000));
            if (random.Next(10) == 0)
            {
                counts.MoveTo(now);
            }
            else
            {
                bool isBad = random.Next(5) == 0;
                counts.Add(now, isBad);
                events.Add((now, isBad));
            }

            if (i % 100 == 0)
            {
                for (int w = 0; w < windows.Length; w++)
                {
                    (DateTimeOffset At, bool IsBad)[] inside = [.. events.Where(e => e.At > now - windows[w])];
                    Assert.Equal(new WindowCount(inside.Length, inside.Count(e => e.IsBad)), counts[w]);
                }
            }
        }
    }

    [Fact]
    public void What_lies_a_windows_length_back_has_left_it()
    {
        var counts = new RollingCounts([TimeSpan.FromMinutes(1)]);
        counts.Add(Probes.Noon, isBad: true);
        counts.MoveTo(Probes.Noon.AddSeconds(59.9));
        Assert.Equal(new WindowCount(1, 1), counts[0]);
        counts.MoveTo(Probes.Noon.AddSeconds(60));
        Assert.Equal(new WindowCount(0, 0), counts[0]);
        Assert.Equal(0, counts[0].Share);
    }
}
