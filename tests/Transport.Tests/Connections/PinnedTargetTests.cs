using System.Net;
using System.Net.Sockets;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

public class PinnedTargetTests
{
    [Theory]
    [InlineData("http://engine.test", "engine.test", 80, "engine.test", false)]
    [InlineData("http://engine.test:80/v1", "engine.test", 80, "engine.test", false)]
    [InlineData("http://engine.test:8000", "engine.test", 8000, "engine.test:8000", false)]
    [InlineData("https://engine.test", "engine.test", 443, "engine.test", true)]
    [InlineData("https://engine.test:80", "engine.test", 80, "engine.test:80", true)]
    [InlineData("http://192.0.2.7:8000", "192.0.2.7", 8000, "192.0.2.7:8000", false)]
    [InlineData("http://[::1]:8000", "::1", 8000, "[::1]:8000", false)]
    [InlineData("https://[2001:db8::7]", "2001:db8::7", 443, "[2001:db8::7]", true)]
    [InlineData("http://[fe80::1%25lo]:8000", "fe80::1%25lo", 8000, "[fe80::1]:8000", false)]
    public async Task A_url_says_where_to_connect_and_what_to_send(string url, string host, int port, string header, bool isTls)
    {
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri(url), new FixedResolver(IPAddress.Parse("192.0.2.1")));
        Assert.Equal(host, target.Host);
        Assert.Equal(port, target.Port);
        Assert.Equal(header, target.HostHeader);
        Assert.Equal(isTls, target.IsTls);
        Assert.NotEmpty(target.Addresses);
    }

    [Fact]
    public async Task A_name_is_looked_up_once_and_a_literal_never()
    {
        var resolver = new FixedResolver(IPAddress.Parse("192.0.2.1"), IPAddress.IPv6Loopback);
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri("http://engine.test"), resolver);
        Assert.Equal([IPAddress.Parse("192.0.2.1"), IPAddress.IPv6Loopback], target.Addresses);
        Assert.Equal(1, resolver.Questions);

        target = await PinnedTarget.ResolveAsync(new Uri("http://[::1]:1"), resolver);
        Assert.Equal([IPAddress.IPv6Loopback], target.Addresses);
        Assert.Equal(1, resolver.Questions);
    }

    [Fact]
    public async Task The_systems_resolver_knows_this_host()
    {
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri("http://localhost"));
        Assert.All(target.Addresses, a => Assert.True(IPAddress.IsLoopback(a)));
    }

    [Fact]
    public async Task A_name_too_long_for_dns_cannot_be_resolved()
    {
        string host = string.Join('.', Enumerable.Repeat(new string('a', 60), 5));
        TransportException failure = await Assert.ThrowsAsync<TransportException>(async () => await PinnedTarget.ResolveAsync(new Uri("http://" + host)));
        Assert.Equal(TransportError.DnsFailure, failure.Error);
        Assert.EndsWith("at most 253 characters, this one has 304", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_cannot_be_resolved_is_named()
    {
        TransportException failure = await FailAsync(_ => throw new SocketException((int)SocketError.HostNotFound));
        Assert.Equal(TransportError.DnsFailure, failure.Error);
        Assert.StartsWith("cannot resolve host 'engine.test': ", failure.Message, StringComparison.Ordinal);

        failure = await FailAsync(_ => []);
        Assert.Equal(TransportError.DnsFailure, failure.Error);
        Assert.Contains("no address", failure.Message, StringComparison.Ordinal);

        failure = await FailAsync(_ => throw new OperationCanceledException());
        Assert.Equal(TransportError.Aborted, failure.Error);
    }

    [Theory]
    [InlineData("ftp://engine.test")]
    [InlineData("/v1")]
    [InlineData("http://user:hunter2@engine.test")]
    public async Task A_url_that_cannot_be_a_target_is_refused_without_repeating_secrets(string url)
    {
        ArgumentException failure = await Assert.ThrowsAsync<ArgumentException>(
            async () => await PinnedTarget.ResolveAsync(new Uri(url, UriKind.RelativeOrAbsolute)));
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<TransportException> FailAsync(Func<string, IReadOnlyList<IPAddress>> answer) =>
        await Assert.ThrowsAsync<TransportException>(
            async () => await PinnedTarget.ResolveAsync(new Uri("http://engine.test"), new Resolver(answer)));

    private sealed class Resolver(Func<string, IReadOnlyList<IPAddress>> answer) : IDnsResolver
    {
        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation) => new(answer(host));
    }
}
