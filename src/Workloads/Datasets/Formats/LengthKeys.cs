using System.Text.Json;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>The names that lengths go by: vLLM's, AIPerf's, OpenAI's and Mooncake's.</summary>
internal static class LengthKeys
{
    private static readonly string[] s_output =
        ["output_tokens", "output_length", "output_len", "expected_output_len", "max_tokens", "max_completion_tokens"];

    private static readonly string[] s_input = ["input_tokens", "input_length", "prompt_tokens"];

    /// <summary>The key's name where it names the output's length, else null.</summary>
    public static string? Output(ref Utf8JsonReader reader) => JsonFields.Key(ref reader, s_output);

    /// <summary>The key's name where it names the prompt's length, else null.</summary>
    public static string? Input(ref Utf8JsonReader reader) => JsonFields.Key(ref reader, s_input);
}
