using System.Net.Sockets;
using LoadGen.Transport.Loops.Native;

namespace LoadGen.Transport.Tests.Loops.Native;

/// <summary>The system's numbers in the framework's words. The numbers are those of Linux's errno.h.</summary>
public class ErrnoTests
{
    [Theory]
    [InlineData(1, SocketError.AccessDenied)]
    [InlineData(2, SocketError.AddressNotAvailable)]
    [InlineData(91, SocketError.ProtocolType)]
    [InlineData(13, SocketError.AccessDenied)]
    [InlineData(12, SocketError.NoBufferSpaceAvailable)]
    [InlineData(22, SocketError.InvalidArgument)]
    [InlineData(23, SocketError.TooManyOpenSockets)]
    [InlineData(24, SocketError.TooManyOpenSockets)]
    [InlineData(32, SocketError.Shutdown)]
    [InlineData(97, SocketError.AddressFamilyNotSupported)]
    [InlineData(98, SocketError.AddressAlreadyInUse)]
    [InlineData(99, SocketError.AddressNotAvailable)]
    [InlineData(100, SocketError.NetworkDown)]
    [InlineData(101, SocketError.NetworkUnreachable)]
    [InlineData(103, SocketError.ConnectionAborted)]
    [InlineData(104, SocketError.ConnectionReset)]
    [InlineData(105, SocketError.NoBufferSpaceAvailable)]
    [InlineData(107, SocketError.NotConnected)]
    [InlineData(110, SocketError.TimedOut)]
    [InlineData(111, SocketError.ConnectionRefused)]
    [InlineData(112, SocketError.HostDown)]
    [InlineData(113, SocketError.HostUnreachable)]
    [InlineData(9_999, SocketError.SocketError)]
    public void A_number_has_the_frameworks_name_and_its_words(int error, SocketError name)
    {
        SocketException failure = Errno.ToException(error);
        Assert.Equal(name, failure.SocketErrorCode);
        Assert.Equal(new SocketException((int)name).Message, failure.Message);
        Assert.NotEmpty(failure.Message);
    }

    [Fact]
    public void The_framework_itself_names_a_refused_connection_so()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        SocketException framework = Assert.Throws<SocketException>(() => client.Connect(listener.LocalEndPoint!));
        SocketException ours = Errno.ToException(111);
        Assert.Equal(framework.SocketErrorCode, ours.SocketErrorCode);
        Assert.StartsWith(ours.Message, framework.Message, StringComparison.Ordinal);
    }
}
