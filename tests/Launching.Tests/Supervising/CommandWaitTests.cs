using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Tests.Supervising;

public class CommandWaitTests
{
    private readonly Channel<SupervisorCommand> _channel = Channel.CreateUnbounded<SupervisorCommand>();
    private readonly CountingReader _reader;
    private readonly CommandWait _wait;

    public CommandWaitTests()
    {
        _reader = new CountingReader(_channel.Reader);
        _wait = new CommandWait(_reader);
    }

    [Fact]
    public void However_often_it_is_asked_one_wait_stands()
    {
        Task first = _wait.Next();
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Same(first, _wait.Next()));
        Assert.False(first.IsCompleted);
        Assert.Equal(1, _reader.Waits);
    }

    [Fact]
    public async Task Every_command_and_the_end_are_heard()
    {
        for (int i = 1; i <= 3; i++)
        {
            Task heard = _wait.Next();
            Assert.False(heard.IsCompleted);
            Assert.True(_channel.Writer.TryWrite(new SupervisorCommand(SupervisorCommand.Ready)));
            await heard.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.True(_reader.TryRead(out _));
            Assert.Equal(i, _reader.Waits);
        }

        Task end = _wait.Next();
        _channel.Writer.Complete();
        await end.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private sealed class CountingReader(ChannelReader<SupervisorCommand> inner) : ChannelReader<SupervisorCommand>
    {
        public int Waits { get; private set; }

        public override bool TryRead([MaybeNullWhen(false)] out SupervisorCommand item) => inner.TryRead(out item);

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
        {
            Waits++;
            return inner.WaitToReadAsync(cancellationToken);
        }
    }
}
