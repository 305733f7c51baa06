using System.Text;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using LoadGen.Simulation;

namespace LoadGen.Conformance.Clients;

/// <summary>Anthropic's own client for .NET, which checks every field it reads, takes the simulated engine for Anthropic.</summary>
public class AnthropicMessagesTests
{
    [Fact]
    public async Task A_message_is_read_whole()
    {
        await using SimulatedEngine engine = await ClientEngine.StartAsync();
        using AnthropicClient client = Client(engine);

        Message message = await client.Messages.Create(Parameters(), TestContext.Current.CancellationToken);

        Assert.Equal(StopReason.MaxTokens, message.StopReason?.Value());
        Assert.Equal((5L, 5L), (message.Usage.InputTokens, message.Usage.OutputTokens));
        Assert.True(message.Content[0].TryPickText(out TextBlock? block));
        Assert.Equal(5, ClientEngine.Words(block.Text));
    }

    [Fact]
    public async Task A_stream_is_read_event_by_event()
    {
        await using SimulatedEngine engine = await ClientEngine.StartAsync();
        using AnthropicClient client = Client(engine);
        var text = new StringBuilder();
        var kinds = new List<string>();
        long? tokens = null;

        await foreach (RawMessageStreamEvent e in client.Messages.CreateStreaming(Parameters(), TestContext.Current.CancellationToken))
        {
            e.Validate();
            kinds.Add(e.Value!.GetType().Name);
            if (e.TryPickContentBlockDelta(out RawContentBlockDeltaEvent? delta) && delta.Delta.TryPickText(out TextDelta? piece))
            {
                text.Append(piece.Text);
            }

            tokens = e.TryPickDelta(out RawMessageDeltaEvent? end) ? end.Usage.OutputTokens : tokens;
        }

        Assert.Equal(
            [nameof(RawMessageStartEvent), nameof(RawContentBlockStartEvent), nameof(RawContentBlockDeltaEvent), nameof(RawContentBlockStopEvent), nameof(RawMessageDeltaEvent), nameof(RawMessageStopEvent)],
            kinds.Distinct());
        Assert.Equal(5, ClientEngine.Words(text.ToString()));
        Assert.Equal(5, tokens);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_in_words_that_the_client_knows()
    {
        await using SimulatedEngine engine = await ClientEngine.StartAsync(key: "right");
        using AnthropicClient client = Client(engine);

        await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => client.Messages.Create(Parameters(), TestContext.Current.CancellationToken));
    }

    private static MessageCreateParams Parameters() => new()
    {
        MaxTokens = 5,
        System = "Be brief",
        Messages = [new UserMessageParam("one two three")],
        Model = "sim",
    };

    private static AnthropicClient Client(SimulatedEngine engine) => new()
    {
        BaseUrl = engine.Url.ToString().TrimEnd('/'),
        ApiKey = "wrong",
        MaxRetries = 0,
        ResponseValidation = true,
    };
}
