using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadGen.Serving.Tests;

/// <summary>The output over a socket of the kernel, and over a pipe where there is none.</summary>
public sealed class ConnectionOutputTests : IDisposable
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512));
    private readonly Socket _near;
    private readonly Socket _far;

    public ConnectionOutputTests()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _near.Connect(listener.LocalEndPoint!);
        _far = listener.Accept();
    }

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
    }

    [Fact]
    public void What_is_sent_is_with_the_peer_at_once_and_not_in_the_pipe()
    {
        var output = new ConnectionOutput(_near.SafeHandle, _pipe.Writer);
        Assert.Equal(SendOutcome.Sent, output.Send("abc"u8));
        Assert.Equal("abc", Received(3));
        Assert.False(_pipe.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Kestrels_writes_and_ours_arrive_in_their_order()
    {
        var output = new ConnectionOutput(_near.SafeHandle, _pipe.Writer);
        output.Write("head "u8);
        await output.FlushAsync();
        output.Send("body"u8);
        Assert.Equal("head body", Received(9));
    }

    [Fact]
    public async Task Without_a_socket_everything_goes_through_the_pipe_which_pushes_back()
    {
        var output = new ConnectionOutput(null, _pipe.Writer);
        Assert.Equal(SendOutcome.Sent, output.Send("abc"u8));
        Assert.Equal(SendOutcome.Full, output.Send(new byte[2000]));
        var writable = new TaskCompletionSource();
        output.OnWritable(writable.SetResult);
        Assert.False(writable.Task.IsCompleted);

        ReadResult read = await _pipe.Reader.ReadAsync();
        Assert.Equal("abc", Encoding.ASCII.GetString(read.Buffer.Slice(0, 3)));
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        await writable.Task;
        Assert.Equal(SendOutcome.Sent, output.Send("d"u8));
    }

    [Fact]
    public void A_pipe_that_nobody_reads_any_more_says_that_the_connection_is_gone()
    {
        var output = new ConnectionOutput(null, _pipe.Writer);
        _pipe.Reader.Complete();
        Assert.Equal(SendOutcome.Closed, output.Send("abc"u8));
    }

    private string Received(int bytes)
    {
        byte[] buffer = new byte[bytes];
        int length = 0;
        while (length < bytes && _far.Receive(buffer, length, bytes - length, SocketFlags.None) is var count and > 0)
        {
            length += count;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
