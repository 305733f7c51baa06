using System.Text.Json;
using LoadGen.Serving;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>
/// The events of an OpenAI stream that is more than one choice of text: several choices in turn, log probabilities, or a tool call.
/// </summary>
internal sealed class ChoiceEvents(ResponseIdentity identity, GenerationRequest request) : JsonEvents
{
    private readonly int[] _offsets = new int[request.Choices];
    private byte[] _scratch = [];

    /// <inheritdoc/>
    public override int Choices => _offsets.Length;

    /// <inheritdoc/>
    public override void AppendOpening(FrameWriter frames)
    {
        for (int choice = 0; identity.Api == ApiKind.Chat && choice < Choices; choice++)
        {
            Utf8JsonWriter json = BeginChoice(choice);
            json.WriteStartObject("delta"u8);
            json.WriteString("role"u8, "assistant"u8);
            if (request.CalledFunction is { } function)
            {
                json.WriteNull("content"u8);
                ToolCallJson.WriteOpening(json, ToolCallJson.IdFor(identity, choice), function);
            }
            else
            {
                json.WriteString("content"u8, ""u8);
            }

            json.WriteEndObject();
            json.WriteNull("logprobs"u8);
            EndChoice(frames, FinishText.None);
        }
    }

    /// <inheritdoc/>
    public override void AppendTokens(FrameWriter frames, in TokenChunk chunk)
    {
        for (int choice = 0; choice < Choices; choice++)
        {
            Utf8JsonWriter json = BeginChoice(choice);
            ReadOnlySpan<byte> text = chunk.TextFor(choice, ref _scratch);
            if (request.CalledFunction is not null)
            {
                json.WriteStartObject("delta"u8);
                ToolCallJson.WritePiece(json, text, isFirst: chunk.Run(choice).First == 0, isLast: chunk.Finish != FinishText.None);
                json.WriteEndObject();
                json.WriteNull("logprobs"u8);
            }
            else
            {
                ChoiceJson.WriteText(json, identity.Api, "delta"u8, text);
                LogprobsJson.Write(json, identity.Api, chunk.Run(choice), request.Logprobs, ref _offsets[choice]);
            }

            EndChoice(frames, chunk.Finish, request.ContinuousUsage ? (request.PromptTokensOf(choice), request.CachedTokensOf(choice), chunk.Claimed) : null);
        }
    }

    /// <inheritdoc/>
    public override void AppendUsage(FrameWriter frames, int tokens, int excess)
    {
        if (!request.IncludeUsage && !request.ContinuousUsage)
        {
            return;
        }

        Utf8JsonWriter json = BeginEvent();
        identity.WriteHead(json, identity.ChunkName);
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        UsageJson.Write(json, request.PromptTokens, request.CachedTokens, ((long)tokens * Choices) + excess);
        json.WriteEndObject();
        EndEvent(frames);
    }

    private Utf8JsonWriter BeginChoice(int choice)
    {
        Utf8JsonWriter json = BeginEvent();
        identity.WriteHead(json, identity.ChunkName);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, choice);
        return json;
    }

    private void EndChoice(FrameWriter frames, FinishText finish, (int Prompt, int Cached, int Completion)? usage = null)
    {
        ChoiceJson.WriteFinish(Json, finish, request.CalledFunction is not null);
        Json.WriteEndObject();
        Json.WriteEndArray();
        if (usage is { } tokens)
        {
            UsageJson.Write(Json, tokens.Prompt, tokens.Cached, tokens.Completion);
        }

        Json.WriteEndObject();
        EndEvent(frames);
    }
}
