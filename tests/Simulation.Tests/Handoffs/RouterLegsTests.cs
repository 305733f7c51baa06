using System.Net;
using System.Text;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Handoffs;

/// <summary>The legs that the router writes, at engines that read them strictly: two readings of one protocol agree.</summary>
public class RouterLegsTests
{
    private const string Prompt = """{"prompt":"a b c","max_tokens":6,"min_tokens":2}""";
    private const string Messages = """{"messages":[{"role":"user","content":"a b c"}],"max_completion_tokens":6}""";

    public static TheoryData<HandoffKind, GenerationApi, string, int> Cells
    {
        get
        {
            var cells = new TheoryData<HandoffKind, GenerationApi, string, int>();
            foreach (HandoffKind kind in Inference.Handoffs.Handoffs.All)
            {
                foreach (int dpSize in (int[])[1, 2])
                {
                    cells.Add(kind, GenerationApi.Completions, Prompt, dpSize);
                    cells.Add(kind, GenerationApi.Chat, Messages, dpSize);
                }
            }

            cells.Add(HandoffKind.Sglang, GenerationApi.Completions, """{"prompt":["a b","c"],"max_tokens":3}""", 1);
            cells.Add(HandoffKind.Sglang, GenerationApi.Completions, """{"prompt":["a b"],"max_tokens":3}""", 1);
            cells.Add(HandoffKind.Sglang, GenerationApi.Chat, """{"messages":[{"role":"user","content":"a"}],"n":3,"max_tokens":3}""", 1);
            cells.Add(HandoffKind.Sglang, GenerationApi.Generate, """{"text":"a b","sampling_params":{"max_new_tokens":4}}""", 1);
            cells.Add(HandoffKind.Sglang, GenerationApi.Generate, """{"input_ids":[[1,2],[3]],"sampling_params":{"max_new_tokens":4}}""", 2);
            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Both_engines_accept_them_and_decode_says_what_an_aggregated_engine_says(HandoffKind kind, GenerationApi api, string body, int dpSize)
    {
        await using Pair pair = await Pair.StartAsync(kind, options => options with { DpSize = dpSize });
        IHandoff handoff = Inference.Handoffs.Handoffs.Get(kind);
        HandoffPeer prefill = PeerOf(pair.PrefillEngine, "engine-p", dpSize);
        HandoffPeer decode = PeerOf(pair.DecodeEngine, "engine-d", dpSize);
        Assert.Empty(handoff.Check(prefill, decode));
        HandoffRequest request = HandoffRequest.Read(Encoding.UTF8.GetBytes(body), api);
        HandoffExchange exchange = handoff.Begin(request, prefill, decode, new HandoffIds("request-1", 0x7edc_ba98_7654_3210, 1L << 41, dpSize - 1, 0));
        string path = api switch { GenerationApi.Chat => Api.Chat, GenerationApi.Completions => Api.Completions, _ => "/generate" };

        Task<(HttpStatusCode Status, JsonElement Json)> first = SendAsync(pair.Prefill, path, exchange.Prefill);
        LegRequest leg = exchange.Decode ?? exchange.AfterPrefill(Encoding.UTF8.GetBytes((await first).Json.GetRawText())).Request!;
        (HttpStatusCode status, JsonElement answer) = await SendAsync(pair.Decode, path, leg);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await first).Status, status));
        Assert.Equal(await AggregatedAsync(path, body), TextsOf(answer));
        Assert.Equal((0, 0), (pair.PrefillEngine.Kv!.Errors, pair.DecodeEngine.Kv!.Errors));
        await pair.AssertAtRestAsync();
    }

    private static HandoffPeer PeerOf(SimulatedEngine engine, string id, int dpSize)
    {
        (string host, int? port) = engine.ChannelAddress is { } channel && LoadGen.Simulation.Handoffs.Channel.HostPort.TryParse(channel, out var at) ? (at.Host, at.Port) : ("127.0.0.1", (int?)null);
        return new HandoffPeer
        {
            Host = host,
            Port = engine.Url.Port,
            BootstrapPort = port,
            ZmqAddress = engine.ChannelAddress ?? "127.0.0.1:1",
            EngineId = dpSize == 1 ? id : $"{id}_dp{dpSize - 1}",
            EngineIdByRank = Enumerable.Range(0, dpSize).ToDictionary(rank => rank, rank => dpSize == 1 ? id : $"{id}_dp{rank}"),
            SideChannelHost = host,
            SideChannelPort = port,
            ContextInfoEndpoint = $"tcp://{host}:{port}",
            DpSize = dpSize,
        };
    }

    private static Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(Api api, string path, LegRequest leg) => api.JsonAsync(
        path, string.Concat(leg.Body.Select(part => Encoding.UTF8.GetString(part.Span))), [.. leg.Headers.Select(header => (header.Key, header.Value))]);

    private static async Task<string[]> AggregatedAsync(string path, string body)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        return TextsOf((await api.JsonAsync(path, body)).Json);
    }

    private static string[] TextsOf(JsonElement answer) => answer switch
    {
        { ValueKind: JsonValueKind.Array } => [.. answer.EnumerateArray().Select(one => one.GetProperty("text").GetString()!)],
        _ when answer.TryGetProperty("choices", out JsonElement choices) => [.. choices.EnumerateArray().Select(choice =>
            choice.TryGetProperty("text", out JsonElement text) ? text.GetString()! : choice.GetProperty("message").GetProperty("content").GetString()!)],
        _ => [answer.GetProperty("text").GetString()!],
    };
}
