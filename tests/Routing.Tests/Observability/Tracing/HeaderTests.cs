using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Observability.Tracing;

namespace LoadGen.Routing.Tests.Observability.Tracing;

public sealed class HeaderTests
{
    private readonly IdSource _ids = new(seed: 3);

    [Theory]
    [InlineData("vendor=opaque", true)]
    [InlineData("a=1,b=2", true)]
    [InlineData("a=1 , ,\tb=2", true)]
    [InlineData("tenant@system=x y", true)]
    [InlineData("0a=", true)]
    [InlineData("", false)]
    [InlineData(",", false)]
    [InlineData("a", false)]
    [InlineData("=1", false)]
    [InlineData("A=1", false)]
    [InlineData("a=1=2", false)]
    [InlineData("_a=1", false)]
    [InlineData("a=ü", false)]
    [InlineData("a=1\r\nX-Evil: 1", false)]
    public void A_tracestate_is_passed_on_if_it_is_one(string value, bool isValid) => Assert.Equal(isValid, TraceState.IsValid(value));

    [Fact]
    public void A_tracestate_has_its_limits()
    {
        Assert.True(TraceState.IsValid(string.Join(',', Enumerable.Range(0, 32).Select(i => $"k{i}=v"))));
        Assert.False(TraceState.IsValid(string.Join(',', Enumerable.Range(0, 33).Select(i => $"k{i}=v"))));
        Assert.True(TraceState.IsValid("a=" + new string('v', 256)));
        Assert.False(TraceState.IsValid("a=" + new string('v', 257)));
        Assert.False(TraceState.IsValid(new string('k', 257) + "=v"));
        Assert.False(TraceState.IsValid($"a={new string('v', 255)},b={new string('v', 255)},c=d"));
    }

    [Theory]
    [InlineData("7f3a")]
    [InlineData("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")]
    public void A_clients_request_id_is_kept(string id) => Assert.Equal(id, RequestId.Accept(id, _ids));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a\nb")]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("tab\t")]
    [InlineData("ü")]
    [InlineData("del\u007f")]
    public void Any_other_is_replaced(string? id) => Assert.Matches("^[0-9a-f]{32}$", RequestId.Accept(id, _ids));

    [Fact]
    public void A_request_id_has_128_characters_at_most()
    {
        Assert.Equal(new string('x', 128), RequestId.Accept(new string('x', 128), _ids));
        Assert.NotEqual(new string('x', 129), RequestId.Accept(new string('x', 129), _ids));
    }

    [Fact]
    public void Whatever_a_client_sends_the_id_is_visible_ASCII() => Prop.ForAll<string>(sent =>
        Assert.Matches("^[!-~]{1,128}$", RequestId.Accept(sent, _ids))).QuickCheckThrowOnFailure();
}
