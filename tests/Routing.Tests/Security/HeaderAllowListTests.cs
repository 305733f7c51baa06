using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Security;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Tests.Security;

public sealed class HeaderAllowListTests
{
    private static readonly HeaderDictionary s_request = new()
    {
        ["Accept"] = "text/event-stream",
        ["authorization"] = "Bearer secret",
        ["Connection"] = "keep-alive, X-Session",
        ["Content-Length"] = "12",
        ["Cookie"] = "a=b",
        ["Host"] = "router",
        ["Transfer-Encoding"] = "chunked",
        ["traceparent"] = "00-x",
        ["X-Forwarded-For"] = "1.2.3.4",
        ["X-Request-Id"] = "id",
        ["X-Session"] = "s",
        ["X-Many"] = new(["one", "two"]),
    };

    [Fact]
    public void Clients_keys_stay_here_where_the_router_checks_them() =>
        Assert.Equal(["Accept: text/event-stream"], Forward(new HeaderAllowList([], checksKeys: true)));

    [Fact]
    public void Engines_see_them_where_it_does_not() =>
        Assert.Equal(["Accept: text/event-stream", "authorization: Bearer secret"], Forward(new HeaderAllowList([], checksKeys: false)));

    [Fact]
    public void They_can_be_forwarded_all_the_same() =>
        Assert.Contains("authorization: Bearer secret", Forward(new HeaderAllowList(["Authorization"], checksKeys: true)));

    [Fact]
    public void Named_headers_pass_with_all_their_values_unless_the_connection_claims_them() =>
        Assert.Equal(
            ["Accept: text/event-stream", "X-Many: one", "X-Many: two"],
            Forward(new HeaderAllowList(["x-many", "x-session"], checksKeys: true)));

    [Fact]
    public void An_upgrade_to_a_WebSocket_keeps_its_handshake() =>
        Assert.Equal(4, new HeaderAllowList([], checksKeys: true).Names.Count(name => name.StartsWith("Sec-WebSocket-", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Connection")]
    [InlineData("transfer-encoding")]
    [InlineData("Content-Length")]
    [InlineData("Host")]
    [InlineData("TE")]
    [InlineData("Upgrade")]
    [InlineData("Proxy-Authorization")]
    [InlineData("traceparent")]
    [InlineData("X-Request-ID")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a: b")]
    [InlineData("a\r\nb")]
    public void What_may_never_pass_or_is_no_name_is_refused(string name)
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => new HeaderAllowList([name], checksKeys: false));
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void No_value_can_end_its_line() => Prop.ForAll<NonNull<string>>(value =>
    {
        var headers = new HeaderDictionary { ["Accept"] = value.Get };
        foreach (string line in Forward(new HeaderAllowList([], checksKeys: true), headers))
        {
            Assert.DoesNotContain(line, c => c is '\r' or '\n' or '\0');
            Assert.Equal("Accept: " + value.Get, line);
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a\tb", true)]
    [InlineData("caf\u00e9", true)]
    [InlineData("a\r\nX-Evil: 1", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0b", false)]
    [InlineData("\u0080", false)]
    [InlineData("\u560d\u560a", false)]   // a line end for whoever cuts characters to bytes
    public void A_safe_value_has_no_control_character_and_is_Latin_1(string value, bool isSafe)
    {
        Assert.Equal(isSafe, HeaderAllowList.IsSafe(value));
        Assert.Equal(isSafe ? 1 : 0, Forward(new HeaderAllowList([], checksKeys: true), new HeaderDictionary { ["Accept"] = value }).Count);
    }

    private static List<string> Forward(HeaderAllowList list, IHeaderDictionary? headers = null)
    {
        var sink = new Lines([]);
        list.Forward(headers ?? s_request, ref sink);
        return sink.All;
    }

    private readonly record struct Lines(List<string> All) : IHeaderSink
    {
        public void Add(string name, string value) => All.Add($"{name}: {value}");
    }
}
