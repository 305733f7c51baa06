using System.Net;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Simulation.Handoffs.Channel;

namespace LoadGen.Simulation.Tests.Handoffs.Channel;

public class SideChannelTests
{
    [Fact]
    public void A_message_is_read_as_it_was_written() => Prop.ForAll<NonNull<string>, NonNull<string>>((id, value) =>
    {
        // Half a surrogate pair has no UTF-8, and no header or JSON string brings one.
        if (!IsUnicode(id.Get) || !IsUnicode(value.Get))
        {
            return true;
        }

        ChannelMessage? read = ChannelMessage.Parse(new ChannelMessage("PULL", id.Get, new Dictionary<string, string> { ["x"] = value.Get }).ToString());
        return read is { Word: "PULL" } && read.Id == id.Get && read.Facts["x"] == value.Get;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("PULL")]
    [InlineData("PULL id fact")]
    public void What_is_no_message_is_told_so(string line) => Assert.Null(ChannelMessage.Parse(line));

    [Fact]
    public async Task An_asker_that_goes_cancels_its_question()
    {
        var asked = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using SideChannelServer server = SideChannelServer.Start(new IPEndPoint(IPAddress.Loopback, 0), async (message, cancellation) =>
        {
            asked.SetResult();
            using (cancellation.Register(cancelled.SetResult))
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            return message;
        }, _ => null);
        using var client = new SideChannelClient();
        using var gone = new CancellationTokenSource();
        Task<ChannelMessage> asking = client.AskAsync(PeerOf(server), new ChannelMessage("PULL", "a", ChannelMessage.NoFacts), gone.Token);
        await asked.Task;
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await cancelled.Task;
    }

    [Fact]
    public async Task A_kept_connection_that_the_peer_has_closed_is_replaced()
    {
        using var client = new SideChannelClient();
        SideChannelServer first = Start(0);
        HostPort peer = PeerOf(first);
        Assert.Equal("OK", (await client.AskAsync(peer, Question, TestContext.Current.CancellationToken)).Word);
        await first.DisposeAsync();
        await using SideChannelServer second = Start(peer.Port);
        Assert.Equal("OK", (await client.AskAsync(peer, Question, TestContext.Current.CancellationToken)).Word);
    }

    [Fact]
    public async Task Nobody_there_is_an_IOException_that_names_the_peer()
    {
        using var client = new SideChannelClient();
        IOException failure = await Assert.ThrowsAsync<IOException>(() => client.AskAsync(new HostPort("127.0.0.1", 1), Question, TestContext.Current.CancellationToken));
        Assert.StartsWith("the engine at 127.0.0.1:1 cannot be reached", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host:1", "host", 1)]
    [InlineData("[::1]:65535", "::1", 65535)]
    public void An_address_is_a_host_and_a_port(string text, string host, int port)
    {
        Assert.True(HostPort.TryParse(text, out HostPort address));
        Assert.Equal((host, port, text), (address.Host, address.Port, address.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("host")]
    [InlineData(":1")]
    [InlineData("host:")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    public void What_is_no_address_is_told_so(string? text) => Assert.False(HostPort.TryParse(text, out _));

    private static ChannelMessage Question { get; } = new("PULL", "a", ChannelMessage.NoFacts);

    private static SideChannelServer Start(int port) => SideChannelServer.Start(
        new IPEndPoint(IPAddress.Loopback, port), (message, _) => Task.FromResult(message with { Word = "OK" }), _ => null);

    private static HostPort PeerOf(SideChannelServer server) => new("127.0.0.1", server.EndPoint.Port);

    private static bool IsUnicode(string text) => text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar);
}
