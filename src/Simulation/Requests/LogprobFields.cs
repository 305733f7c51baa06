using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>The fields with which the OpenAI APIs ask for log probabilities.</summary>
internal static class LogprobFields
{
    // OpenAI's bound for top_logprobs, and vLLM's for both.
    private const int TopMax = 20;

    /// <summary>A chat's <c>logprobs</c> (true or false) and <c>top_logprobs</c>.</summary>
    /// <returns>False when it is another field; the reader then still stands on the name.</returns>
    public static bool TryReadChat(ref Utf8JsonReader reader, GenerationRequest request)
    {
        if (reader.ValueTextEquals("logprobs"u8))
        {
            bool wanted = FieldReader.ReadBool(ref reader, "logprobs") is true;
            request.Logprobs = wanted ? request.Logprobs ?? 0 : null;
            return true;
        }

        return TryReadTop(ref reader, request, "top_logprobs");
    }

    /// <summary>A completion's <c>logprobs</c>: the number of alternatives.</summary>
    /// <returns>False when it is another field; the reader then still stands on the name.</returns>
    public static bool TryReadCompletion(ref Utf8JsonReader reader, GenerationRequest request) => TryReadTop(ref reader, request, "logprobs");

    private static bool TryReadTop(ref Utf8JsonReader reader, GenerationRequest request, string name)
    {
        if (!reader.ValueTextEquals(name))
        {
            return false;
        }

        if (FieldReader.ReadCount(ref reader, name, min: 0) is { } top)
        {
            request.Logprobs = top <= TopMax ? top : throw new BadRequestException($"'{name}' must be a whole number from 0 to {TopMax}");
        }

        return true;
    }
}
