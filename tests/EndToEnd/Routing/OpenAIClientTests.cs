using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;

namespace LoadGen.EndToEnd.Routing;

/// <summary>OpenAI's own client for .NET, pointed at the router and otherwise as it is.</summary>
[Collection(RoutedPools.Name)]
public sealed class OpenAIClientTests(RoutedPools pools)
{
    private static readonly ChatMessage[] s_messages = [ChatMessage.CreateUserMessage("one two three")];

    [Theory]
    [InlineData("sglang")]
    [InlineData("aggregated")]
    public async Task A_chat_is_answered_whole_and_as_a_stream_with_usage(string name)
    {
        ChatClient client = (await ClientAsync(name)).GetChatClient("sim");
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 5 };
        ChatCompletion whole = await client.CompleteChatAsync(s_messages, options);
        Assert.Equal((ChatFinishReason.Length, 3, 5), (whole.FinishReason, whole.Usage.InputTokenCount, whole.Usage.OutputTokenCount));

        var text = new StringBuilder();
        ChatTokenUsage? usage = null;
        ChatFinishReason? end = null;
        // This client asks for include_usage by itself.
        await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync(s_messages, options))
        {
            update.ContentUpdate.ToList().ForEach(part => text.Append(part.Text));
            usage = update.Usage ?? usage;
            end = update.FinishReason ?? end;
        }

        Assert.Equal(whole.Content[0].Text, text.ToString());
        Assert.Equal((ChatFinishReason.Length, 3, 5), (end, usage!.InputTokenCount, usage.OutputTokenCount));
    }

    [Theory]
    [InlineData("sglang")]
    [InlineData("aggregated")]
    public async Task A_tool_is_called_whole_and_as_a_stream(string name)
    {
        ChatClient client = (await ClientAsync(name)).GetChatClient("sim");
        var options = new ChatCompletionOptions
        {
            MaxOutputTokenCount = 6,
            ToolChoice = ChatToolChoice.CreateRequiredChoice(),
            Tools = { ChatTool.CreateFunctionTool("say", "Says it.", BinaryData.FromString("""{"type":"object","properties":{"text":{"type":"string"}}}""")) },
        };
        ChatCompletion whole = await client.CompleteChatAsync(s_messages, options);
        Assert.Equal(ChatFinishReason.ToolCalls, whole.FinishReason);
        ChatToolCall call = Assert.Single(whole.ToolCalls);
        Assert.Equal("say", call.FunctionName);

        var arguments = new StringBuilder();
        string? function = null;
        int pieces = 0;
        await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync(s_messages, options))
        {
            foreach (StreamingChatToolCallUpdate piece in update.ToolCallUpdates)
            {
                function = piece.FunctionName ?? function;
                arguments.Append(piece.FunctionArgumentsUpdate);
                pieces++;
            }
        }

        Assert.Equal(("say", call.FunctionArguments.ToString()), (function, arguments.ToString()));
        Assert.True(pieces > 2, $"the arguments came in {pieces} pieces");
    }

    [Theory]
    [InlineData("sglang", "decode")]
    [InlineData("sglang", "prefill")]
    [InlineData("aggregated", "decode")]
    public async Task A_failure_before_the_first_byte_is_the_clients_own_exception_with_the_routers_message(string name, string failing)
    {
        // Of its own: a worker that fails is not asked for a while.
        await using RoutedPool pool = await RoutedPool.StartAsync(name);
        EngineProcess engine = failing == "prefill" ? pool.Prefill : pool.Decode;
        ChatClient client = Client(pool).GetChatClient("sim");
        await engine.FaultsAsync("reset");
        ClientResultException whole = await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync(s_messages));
        Assert.Equal(502, whole.Status);
        Assert.Contains(engine.Url, whole.Message);
        ClientResultException streamed = await Assert.ThrowsAsync<ClientResultException>(() => DrainAsync(client));
        Assert.Equal(502, streamed.Status);
        Assert.Contains(engine.Url, streamed.Message);
    }

    [Fact]
    public async Task A_stream_that_breaks_at_a_pair_never_looks_finished()
    {
        RoutedPool pool = await pools.GetAsync("sglang");
        await pool.Decode.FaultsAsync("cut:2");
        try
        {
            // This client knows no error events (that for JavaScript does): what is left to it is that no reason came for the end.
            Assert.Null(await DrainAsync(Client(pool).GetChatClient("sim")));
        }
        finally
        {
            await pool.Decode.FaultsAsync();
        }

        await pool.AtRestAsync();
    }

    [Fact]
    public async Task A_stream_that_breaks_at_an_aggregated_worker_is_an_exception()
    {
        await using RoutedPool pool = await RoutedPool.StartAggregatedAsync();
        await pool.Decode.FaultsAsync("cut:2");
        await Assert.ThrowsAnyAsync<IOException>(() => DrainAsync(Client(pool).GetChatClient("sim")));
    }

    [Fact]
    public async Task Models_are_listed()
    {
        OpenAIClient client = await ClientAsync("sglang");
        Assert.Contains((await client.GetOpenAIModelClient().GetModelsAsync()).Value, model => model.Id == "sim");
    }

    // Reads a stream to its end, and says why it ended.
    private static async Task<ChatFinishReason?> DrainAsync(ChatClient client)
    {
        ChatFinishReason? end = null;
        await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync(s_messages))
        {
            end = update.FinishReason ?? end;
        }

        return end;
    }

    private static OpenAIClient Client(RoutedPool pool) => new(
        new ApiKeyCredential("a-filler"),
        new OpenAIClientOptions { Endpoint = new Uri(pool.Router.Url + "/v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

    private async Task<OpenAIClient> ClientAsync(string name) => Client(await pools.GetAsync(name));
}
