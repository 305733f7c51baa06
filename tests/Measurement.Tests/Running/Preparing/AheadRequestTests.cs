using System.Buffers;
using LoadGen.Measurement.Running.Preparing;
using LoadGen.Transport.Http;

namespace LoadGen.Measurement.Tests.Running.Preparing;

/// <summary>Requests that are written ahead: once, by the preparer or by whoever sends them.</summary>
public sealed class AheadRequestTests : IDisposable
{
    private readonly Preparer _preparer = new(new RequestBuffers(new HttpRequestTemplate("POST", "/", "host", [])), mostBytes: 100);

    public void Dispose() => _preparer.Dispose();

    [Fact]
    public void What_nobody_began_to_write_is_written_by_its_taker_and_not_again()
    {
        var request = new Scripted(_preparer, 10);
        Assert.True(request.TryTake(Unexpected));
        request.Prepare();
        Assert.Equal((1, 10, 0L, false), (request.Writes, request.Buffer!.BodyBytes, _preparer.HeldBytes, request.IsFree));
    }

    [Fact]
    public void What_was_written_ahead_is_held_until_it_is_taken()
    {
        var request = new Scripted(_preparer, 10);
        request.Prepare();
        Assert.Equal(10, _preparer.HeldBytes);
        Assert.True(request.TryTake(Unexpected));
        Assert.Equal((1, 10, 0L, true), (request.Writes, request.Buffer!.BodyBytes, _preparer.HeldBytes, request.IsFree));
    }

    [Fact]
    public async Task What_is_being_written_cannot_be_taken_and_its_writer_tells_when_it_can()
    {
        using var goOn = new ManualResetEventSlim();
        var begun = new TaskCompletionSource();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new Scripted(_preparer, 10, () =>
        {
            begun.SetResult();
            goOn.Wait(TestContext.Current.CancellationToken);
        });
        _preparer.Add(request);
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(request.TryTake(ready.SetResult));
        Assert.False(request.TryTake(ready.SetResult));

        goOn.Set();
        await ready.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(request.TryTake(Unexpected));
        Assert.Equal((1, 10), (request.Writes, request.Buffer!.BodyBytes));
    }

    [Fact]
    public void What_cannot_be_written_is_told_to_the_taker()
    {
        var request = new Scripted(_preparer, 10, () => throw new InvalidDataException("line 3"));
        request.Prepare();
        Assert.Equal("line 3", Assert.Throws<InvalidDataException>(() => request.TryTake(Unexpected)).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_buffer_of_what_cannot_be_written_is_given_back(bool isAhead)
    {
        var request = new Scripted(_preparer, 10, () => throw new InvalidDataException("line 3"));
        if (isAhead)
        {
            request.Prepare();
        }

        Assert.Throws<InvalidDataException>(() => request.TryTake(Unexpected));
        Assert.Equal((null, 0L), (request.Buffer, _preparer.HeldBytes));
        Assert.Same(request.Given, _preparer.Buffers.Rent());
    }

    [Fact]
    public void What_is_abandoned_is_given_back_and_not_written_any_more()
    {
        var written = new Scripted(_preparer, 10);
        written.Prepare();
        HttpRequestBuffer buffer = written.Buffer!;
        written.Abandon();
        Assert.Equal(0, _preparer.HeldBytes);
        Assert.Same(buffer, _preparer.Buffers.Rent());

        var unwritten = new Scripted(_preparer, 10);
        unwritten.Abandon();
        unwritten.Prepare();
        Assert.Equal(0, unwritten.Writes);
    }

    [Fact]
    public async Task What_is_abandoned_while_it_is_written_is_given_back_by_its_writer()
    {
        Scripted request = null!;
        request = new Scripted(_preparer, 10, () => request.Abandon());
        var next = new Scripted(_preparer, 20) { Written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), Due = 1 };
        _preparer.Add(request);
        _preparer.Add(next);
        await next.Written.Task.WaitAsync(TestContext.Current.CancellationToken);
        _preparer.Dispose();
        Assert.Equal((1, 20L), (request.Writes, _preparer.HeldBytes));
        Assert.Same(request.Buffer, next.Buffer);
    }

    [Fact]
    public async Task What_is_due_first_is_written_first_and_nothing_is_begun_while_enough_waits()
    {
        using var goOn = new ManualResetEventSlim();
        var order = new List<string>();
        Scripted Named(string name, long dueNs, int bytes) =>
            new(_preparer, bytes, () => order.Add(name)) { Written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), Due = dueNs };

        // All three are there before the first is done.
        var gate = new Scripted(_preparer, 1, () => goOn.Wait(TestContext.Current.CancellationToken));
        Scripted late = Named("late", 30, 10), soon = Named("soon", 10, 60), middle = Named("middle", 20, 60);
        _preparer.Add(gate);
        _preparer.Add(late);
        _preparer.Add(soon);
        _preparer.Add(middle);
        goOn.Set();
        await middle.Written!.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["soon", "middle"], order);

        Assert.True(soon.TryTake(Unexpected));
        await late.Written!.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["soon", "middle", "late"], order);
    }

    private static void Unexpected() => Assert.Fail("nobody is writing it");

    private sealed class Scripted(Preparer preparer, int bytes, Action? onWriting = null) : AheadRequest(preparer)
    {
        public int Writes { get; private set; }

        public TaskCompletionSource? Written { get; init; }

        public long Due
        {
            init => Renew(value);
        }

        public HttpRequestBuffer? Given { get; private set; }

        protected override void Write(HttpRequestBuffer buffer)
        {
            Writes++;
            Given = buffer;
            onWriting?.Invoke();
            buffer.Write(new byte[bytes]);
            Written?.SetResult();
        }
    }
}
