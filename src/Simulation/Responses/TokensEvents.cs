using System.Text.Json;
using LoadGen.Serving;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>The events of vLLM's tokens-in, tokens-out API: choices with ids in place of text.</summary>
internal sealed class TokensEvents(ResponseIdentity identity, GenerationRequest request) : JsonEvents
{
    /// <summary>Writes a whole answer, which has no usage there.</summary>
    public static void WriteWhole(Utf8JsonWriter json, ResponseIdentity identity, StreamPlan plan)
    {
        WriteHead(json, identity);
        WriteChoice(json, new TokenRun(0, plan.Tokens, 0, plan.MarkerAt), plan.Finish);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void AppendOpening(FrameWriter frames)
    {
        // The API has none.
    }

    /// <inheritdoc/>
    public override void AppendTokens(FrameWriter frames, in TokenChunk chunk)
    {
        Utf8JsonWriter json = BeginEvent();
        WriteHead(json, identity);
        WriteChoice(json, chunk.Run(0), chunk.Finish);
        json.WriteEndArray();
        if (request.ContinuousUsage)
        {
            UsageJson.Write(json, request.PromptTokens, request.CachedTokens, chunk.Claimed);
        }

        json.WriteEndObject();
        EndEvent(frames);
    }

    /// <inheritdoc/>
    public override void AppendUsage(FrameWriter frames, int tokens, int excess)
    {
        if (!request.IncludeUsage && !request.ContinuousUsage)
        {
            return;
        }

        Utf8JsonWriter json = BeginEvent();
        WriteHead(json, identity);
        json.WriteEndArray();
        UsageJson.Write(json, request.PromptTokens, request.CachedTokens, (long)tokens + excess);
        json.WriteEndObject();
        EndEvent(frames);
    }

    // Up to where the choices belong.
    private static void WriteHead(Utf8JsonWriter json, ResponseIdentity identity)
    {
        json.WriteStartObject();
        json.WriteString("request_id"u8, identity.Id);
        json.WriteStartArray("choices"u8);
    }

    private static void WriteChoice(Utf8JsonWriter json, TokenRun run, FinishText finish)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteNull("logprobs"u8);
        ChoiceJson.WriteFinish(json, finish, isCall: false);
        json.WriteStartArray("token_ids"u8);
        for (int i = run.First; i < run.End; i++)
        {
            json.WriteNumberValue(run.IdOf(i));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
