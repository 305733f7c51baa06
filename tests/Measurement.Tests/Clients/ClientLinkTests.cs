using System.Net.Sockets;
using System.Threading.Channels;
using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Clients.Wire;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Tests.Clients;

public class ClientLinkTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_during_a_write_that_waits_does_not_hold_up_the_reading()
    {
        var stream = new BlockedStream();
        using var link = new ClientLink(stream, new ClientIdentity(Together.Version, "host", 1, 0), TimeSpan.FromSeconds(1), MonotonicClock.Instance, TimeProvider.System);
        stream.HoldUp();
        Task writing = Task.Run(() => link.Ready([]), Cancellation);
        await stream.IsHeldUp.WaitAsync(s_limit, Cancellation);

        // A probe with the number 0, then Stop: length, kind, content.
        Task delivering = Task.Run(() => stream.Deliver([2, 0, 0, 0, 1, 0, 1, 0, 0, 0, 5]), Cancellation);
        await delivering.WaitAsync(s_limit, Cancellation);
        Assert.True(SpinWait.SpinUntil(() => link.Stopped.IsCancellationRequested, s_limit));
        Assert.False(writing.IsCompleted);

        stream.LetGo();
        await writing.WaitAsync(s_limit, Cancellation);
    }

    [Fact]
    public void What_cannot_be_told_any_more_is_one_clear_line()
    {
        var link = new ClientLink(new BrokenStream(), new ClientIdentity("1", "host", 1, 0), TimeSpan.FromSeconds(1), new ManualClock(), TimeProvider.System);
        link.Dispose();

        Assert.Equal("the connection to the coordinator broke: the control connection is closed", Assert.Throws<ClientException>(() => link.Done(Reports.Of())).Message);
    }

    [Fact]
    public async Task Why_a_clients_connection_broke_is_said_in_the_systems_words()
    {
        var inbox = Channel.CreateUnbounded<ClientMessage>();
        using var client = new RemoteClient(new FrameStream(new BrokenStream { Reading = SocketError.ConnectionReset }), new ClientIdentity("1", "host", 1, 0), new ManualClock(), TimeProvider.System);
        await client.ReadAsync(inbox.Writer);

        Assert.True(inbox.Reader.TryRead(out ClientMessage? said));
        Assert.Equal("its connection broke: " + new SocketException((int)SocketError.ConnectionReset).Message, said.Gone);
        Assert.DoesNotContain('\n', said.Gone!);
    }
}
