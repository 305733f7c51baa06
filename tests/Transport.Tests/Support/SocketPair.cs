using System.Net;
using System.Net.Sockets;
using LoadGen.Transport.Loops;

namespace LoadGen.Transport.Tests.Support;

/// <summary>A socket of a loop, not yet started, and the framework's socket at its other end. Opened and used on the loop.</summary>
internal sealed class SocketPair : IDisposable
{
    private SocketPair(LoopSocket mine, Socket peer) => (Mine, Peer) = (mine, peer);

    public LoopSocket Mine { get; }

    public Socket Peer { get; }

    public static async Task<SocketPair> OpenAsync(EventLoop loop, IPAddress? address = null, IPAddress? source = null)
    {
        address ??= IPAddress.Loopback;
        using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen();
        LoopSocket mine = await LoopSocket.ConnectAsync(loop, address, ((IPEndPoint)listener.LocalEndPoint!).Port, source, default);

        // It waits in the backlog already.
        Socket peer = listener.Accept();
        peer.NoDelay = true;
        return new SocketPair(mine, peer);
    }

    /// <summary>Sends, and waits until the kernel has it ready for the loop, which cannot read it before the calling code lets it.</summary>
    public void Arrive(params byte[] bytes)
    {
        Peer.Send(bytes);
        SpinWait.SpinUntil(Mine.HasUnreadBytes);
    }

    /// <summary>Ends the connection with a reset instead of an orderly end.</summary>
    public void Reset()
    {
        Peer.LingerState = new LingerOption(true, 0);
        Peer.Close();
    }

    public void Dispose()
    {
        Mine.Close();
        Peer.Dispose();
    }
}
