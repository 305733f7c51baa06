using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>Posted work and sockets take turns.</summary>
public class LoopFairnessTests : LoopTests
{
    [Fact]
    public async Task A_thousand_posted_actions_do_not_keep_a_socket_waiting()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        int ran = 0;
        int ranBefore = -1;
        pair.Mine.Start(new RecordingReceiver(Loop) { OnDelivery = () => ranBefore = ran });
        pair.Arrive(1);
        for (int i = 0; i < 1_000; i++)
        {
            Loop.Post(() => ran++);
        }

        await Loop.Yield();
        Assert.Equal(1_000, ran);
        Assert.InRange(ranBefore, 0, 100);
    }

    [Fact]
    public async Task Work_that_yields_inside_a_read_lets_the_other_sockets_be_read_first()
    {
        await Loop.SwitchTo();
        using SocketPair one = await SocketPair.OpenAsync(Loop);
        using SocketPair two = await SocketPair.OpenAsync(Loop);
        var order = new List<string>();
        one.Mine.Start(new RecordingReceiver(Loop) { OnDelivery = () => _ = FollowAsync() });
        two.Mine.Start(new RecordingReceiver(Loop) { OnDelivery = () => _ = FollowAsync() });
        await Loop.Yield();
        one.Arrive(1);
        two.Arrive(2);
        Loop.Poller.Poll(0);
        await Loop.Yield();
        Assert.Equal(["read", "read", "work", "work"], order);

        async Task FollowAsync()
        {
            order.Add("read");
            await Loop.Yield();
            order.Add("work");
        }
    }

    [Fact]
    public async Task Timers_run_between_posted_actions()
    {
        await Loop.SwitchTo();
        int ran = 0;
        int ranBefore = -1;
        Loop.CreateTimer(_ => ranBefore = ran, isPrecise: false).Set(0);
        for (int i = 0; i < 1_000; i++)
        {
            Loop.Post(() => ran++);
        }

        await Loop.Yield();
        Assert.Equal(1_000, ran);
        Assert.InRange(ranBefore, 0, 100);
    }
}
