using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>No descriptor is left open. Sockets are followed by name, since other tests open and close their own meanwhile.</summary>
public class DescriptorTests : LoopTests
{
    [Fact]
    public async Task Many_connections_opened_and_closed_leave_no_descriptor_behind()
    {
        await Loop.SwitchTo();
        var opened = new List<string>();
        for (int i = 0; i < 200; i++)
        {
            using SocketPair pair = await SocketPair.OpenAsync(Loop);
            opened.Add(OpenFiles.NameOf(pair.Mine.Descriptor));
            await UseAsync(pair, i % 4);
        }

        Assert.Equal(200, opened.Distinct().Count());
        Assert.All(opened, name => Assert.StartsWith("socket:", name, StringComparison.Ordinal));
        Assert.Empty(OpenFiles.Names().Intersect(opened));
    }

    // How a connection comes to its end.
    private async Task UseAsync(SocketPair pair, int way)
    {
        var receiver = new RecordingReceiver(Loop);
        switch (way)
        {
            case 0:
                return;
            case 1:
                pair.Mine.Start(receiver);
                return;
            case 2:
                pair.Mine.Start(receiver);
                pair.Peer.Close();
                await receiver.OverAsync();
                return;
            default:
                pair.Mine.Start(receiver);
                pair.Reset();
                await receiver.OverAsync();
                return;
        }
    }
}
