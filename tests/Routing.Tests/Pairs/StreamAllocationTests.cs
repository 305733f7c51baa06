using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using LoadGen.Routing.Pairs;
using LoadGen.Serving;
using LoadGen.Transport.Http;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Tests.Pairs;

public sealed class StreamAllocationTests
{
    [Fact]
    public void A_chunk_on_its_way_from_decode_to_the_client_allocates_nothing()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        using Socket server = listener.Accept();
        using EventLoop loop = EventLoop.Start(0, LoopOptions.Default, MonotonicClock.Instance);
        var http = new DefaultHttpContext();
        http.Features.Set(new ConnectionOutput(server.SafeHandle, new Pipe().Writer));
        var stream = new ClientStream(http, loop, new FrameWriter());
        var sink = new DecodeSink(stream, merger: null, 1 << 20, static (_, _) => { }, static () => { });
        sink.OnHead(new HttpResponseHead(200, "content-type: text/event-stream\r\n"u8), 1);
        byte[] chunk = [.. "data: {\"choices\":[{\"delta\":{\"content\":\"token\"}}],\"usage\":null}\n\n"u8];
        byte[] received = new byte[64 * 1024];
        sink.OnBody(chunk, 2);

        long bytes = Allocated.Bytes(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                sink.OnBody(chunk, 3);
            }

            client.Receive(received, SocketFlags.None);
        });

        Assert.Equal(0, bytes);
        Assert.False(stream.IsFull);
        Assert.True(stream.Bytes >= 201 * chunk.Length);
    }
}
