#pragma warning disable OPENAI001 // The client's Responses are marked as still to change.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using LoadGen.Simulation;
using OpenAI;
using OpenAI.Embeddings;
using OpenAI.Responses;

namespace LoadGen.Conformance.Clients;

/// <summary>OpenAI's own client for .NET takes the simulated engine for OpenAI: what our reader reads is what others mean by the API.</summary>
public class OpenAIResponsesTests
{
    [Fact]
    public async Task A_response_is_read_whole()
    {
        await using SimulatedEngine engine = await ClientEngine.StartAsync();

        ResponseResult response = await Responses(engine).CreateResponseAsync(Options(), TestContext.Current.CancellationToken);

        Assert.Equal(ResponseStatus.Incomplete, response.Status);
        Assert.Equal(ResponseIncompleteStatusReason.MaxOutputTokens, response.IncompleteStatusDetails.Reason);
        Assert.Equal((3, 5, 8), (response.Usage.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal(5, ClientEngine.Words(response.GetOutputText()));
    }

    [Fact]
    public async Task A_stream_has_the_events_in_their_order_and_the_text_in_its_deltas()
    {
        await using SimulatedEngine engine = await ClientEngine.StartAsync();
        var text = new StringBuilder();
        var kinds = new List<Type>();
        var numbers = new List<int>();
        ResponseResult? last = null;
        CreateResponseOptions options = Options();
        options.StreamingEnabled = true;

        await foreach (StreamingResponseUpdate update in await Responses(engine).CreateResponseStreamingAsync(options, TestContext.Current.CancellationToken))
        {
            kinds.Add(update.GetType());
            numbers.Add(update.SequenceNumber);
            text.Append((update as StreamingResponseOutputTextDeltaUpdate)?.Delta);
            last = (update as StreamingResponseIncompleteUpdate)?.Response ?? last;
        }

        Assert.Equal(
            [
                typeof(StreamingResponseCreatedUpdate), typeof(StreamingResponseInProgressUpdate), typeof(StreamingResponseOutputItemAddedUpdate),
                typeof(StreamingResponseContentPartAddedUpdate), typeof(StreamingResponseOutputTextDeltaUpdate), typeof(StreamingResponseOutputTextDoneUpdate),
                typeof(StreamingResponseContentPartDoneUpdate), typeof(StreamingResponseOutputItemDoneUpdate), typeof(StreamingResponseIncompleteUpdate),
            ],
            kinds.Distinct());
        Assert.Equal(5, kinds.Count(kind => kind == typeof(StreamingResponseOutputTextDeltaUpdate)));
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
        Assert.NotNull(last);
        Assert.Equal(text.ToString(), last.GetOutputText());
        Assert.Equal((3, 5), (last.Usage.InputTokenCount, last.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task Embeddings_are_read()
    {
        await using SimulatedEngine engine = await ClientEngine.StartAsync();

        ClientResult<OpenAIEmbedding> embedding = await Client(engine).GetEmbeddingClient("sim").GenerateEmbeddingAsync("one two", null, TestContext.Current.CancellationToken);

        Assert.False(embedding.Value.ToFloats().IsEmpty);
    }

    private static CreateResponseOptions Options() => new("sim", [ResponseItem.CreateUserMessageItem("one two three")]) { MaxOutputTokenCount = 5 };

    private static ResponsesClient Responses(SimulatedEngine engine) => Client(engine).GetResponsesClient();

    private static OpenAIClient Client(SimulatedEngine engine) => new(
        new ApiKeyCredential("unused"),
        new OpenAIClientOptions { Endpoint = new Uri(engine.Url, "/v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });
}
