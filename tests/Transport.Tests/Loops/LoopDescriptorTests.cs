using LoadGen.Transport.Loops;
using LoadGen.Transport.Tests.Support;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>A loop's own descriptors bear no name of their own: they are counted while no other test runs.</summary>
[Collection(nameof(Alone))]
public class LoopDescriptorTests
{
    [Theory]
    [InlineData("anon_inode:[eventpoll]")]
    [InlineData("anon_inode:[eventfd]")]
    public void Loops_started_and_ended_leave_no_descriptor_behind(string kind)
    {
        int before = Count(kind);
        var loops = new List<EventLoop>();
        for (int i = 0; i < 20; i++)
        {
            loops.Add(EventLoop.Start(i, LoopOptions.Default, MonotonicClock.Instance));
        }

        Assert.True(Count(kind) >= 20);
        loops.ForEach(loop => loop.Dispose());
        Assert.InRange(Count(kind), 0, before);
    }

    private static int Count(string kind) => OpenFiles.Names().Count(name => name == kind);

    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
