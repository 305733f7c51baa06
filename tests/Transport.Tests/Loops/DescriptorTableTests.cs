using System.Globalization;
using LoadGen.Transport.Loops;

namespace LoadGen.Transport.Tests.Loops;

public sealed class DescriptorTableTests
{
    [Theory]
    [InlineData(300)]
    [InlineData(900)]
    public void The_table_has_at_least_the_places_that_were_asked_for(int count)
    {
        Assert.Equal(count, DescriptorTable.Reserve(count));

        Assert.InRange(Places(), count, int.MaxValue);
    }

    [Fact]
    public void More_than_the_limit_on_open_files_allows_becomes_fewer()
    {
        int places = DescriptorTable.Reserve(100_000);

        Assert.InRange(places, 512, 100_000);
        Assert.InRange(Places(), places, int.MaxValue);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(0)]
    [InlineData(-1)]
    public void What_the_table_begins_with_needs_no_reserve(int count) => Assert.Equal(64, DescriptorTable.Reserve(count));

    private static int Places()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("FDSize:", StringComparison.Ordinal));
        return int.Parse(line.AsSpan("FDSize:".Length).Trim(), CultureInfo.InvariantCulture);
    }
}
