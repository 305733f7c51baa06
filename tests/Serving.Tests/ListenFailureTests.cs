using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace LoadGen.Serving.Tests;

public class ListenFailureTests
{
    [Fact]
    public void A_port_in_use_is_seen_however_it_is_wrapped()
    {
        Exception[] failures =
        [
            new AddressInUseException("x"),
            new IOException("x", new AddressInUseException("y")),
            new SocketException((int)SocketError.AddressAlreadyInUse),
        ];
        Assert.All(failures, failure =>
        {
            Assert.True(ListenFailure.Is(failure));
            Assert.Contains("in use", ListenFailure.Cause(failure), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(SocketError.AddressNotAvailable, "no such address")]
    [InlineData(SocketError.AccessDenied, "privileges")]
    public void The_kernels_other_refusals_have_words_of_their_own(SocketError code, string words) =>
        Assert.Contains(words, ListenFailure.Cause(new SocketException((int)code)), StringComparison.Ordinal);

    [Fact]
    public void What_is_not_known_says_what_it_says() => Assert.Equal("odd", ListenFailure.Cause(new IOException("odd")));
}
