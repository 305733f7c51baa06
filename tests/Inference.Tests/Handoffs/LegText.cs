using System.Text;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Inference.Tests.Handoffs;

/// <summary>Requests, engines and legs as tests want them: as text.</summary>
internal static class LegText
{
    public static readonly HandoffPeer Prefill = new()
    {
        Host = "10.0.0.1",
        Port = 8100,
        BootstrapPort = 8998,
        ZmqAddress = "10.0.0.1:14579",
        EngineId = "engine-p",
        SideChannelHost = "10.9.0.1",
        SideChannelPort = 5600,
        ContextInfoEndpoint = "tcp://10.0.0.1:7001",
        TpSize = 8,
    };

    public static readonly HandoffPeer Decode = new() { Host = "10.0.0.2", Port = 8200, ZmqAddress = "10.0.0.2:14579", TpSize = 4 };

    public static readonly HandoffIds Ids = new("req-1", 42, 1099511627777, PrefillRank: 3, DecodeRank: 1);

    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static HandoffRequest Request(string body, GenerationApi api = GenerationApi.Completions) => HandoffRequest.Read(Bytes(body), api);

    public static HandoffExchange Begin(HandoffKind kind, string body, GenerationApi api = GenerationApi.Completions) =>
        LoadGen.Inference.Handoffs.Handoffs.Get(kind).Begin(Request(body, api), Prefill, Decode, Ids);

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    public static string Body(LegRequest? leg)
    {
        Assert.NotNull(leg);
        string body = string.Concat(leg.Body.Select(Text));
        Assert.Equal(Encoding.UTF8.GetByteCount(body), leg.ContentLength);
        return body;
    }

    public static string Header(LegRequest? leg, string name)
    {
        Assert.NotNull(leg);
        return Assert.Single(leg.Headers, h => h.Key == name).Value;
    }

    public static HandoffException Refused(int status, Action action)
    {
        HandoffException refused = Assert.Throws<HandoffException>(action);
        Assert.Equal(status, refused.Status);
        Assert.DoesNotContain("SECRET", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        return refused;
    }
}
