using System.Text.Encodings.Web;
using System.Text.Json;
using LoadGen.Evaluation.Prompts;
using LoadGen.Inference;

namespace LoadGen.Evaluation.Running;

/// <summary>Writes prompts and answers, a line each, as they come: <c>answers.jsonl</c>, for those who ask for it.</summary>
public sealed class AnswerFile : IDisposable
{
    /// <summary>Its name in a run's folder.</summary>
    public const string Name = "answers.jsonl";

    private readonly Stream _output;
    private readonly Utf8JsonWriter _json;

    /// <summary>Writes to a stream, which is closed with it.</summary>
    public AnswerFile(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Adds a line.</summary>
    /// <param name="result">How the answer was scored.</param>
    /// <param name="prompts">Knows what was asked.</param>
    /// <param name="answer">What the model said.</param>
    /// <param name="reasoning">What it thought, where the server says so apart.</param>
    /// <exception cref="IOException">The line cannot be written.</exception>
    public void Write(TrialResult result, PromptBuilder prompts, string answer, string reasoning)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(prompts);
        _json.WriteStartObject();
        _json.WriteString("id"u8, result.Trial.Question.Id);
        _json.WriteNumber("repeat"u8, result.Trial.Repeat);
        _json.WriteBoolean("correct"u8, result.IsRight);
        _json.WriteString("expected"u8, result.Trial.Expected);
        _json.WriteString("extracted"u8, result.Extracted);
        _json.WriteStartArray("prompt"u8);
        foreach (ChatMessage message in prompts.Messages(result.Trial))
        {
            _json.WriteStartObject();
            _json.WriteString("role"u8, message.Role.ToString().ToLowerInvariant());
            _json.WriteString("content"u8, message.Text.Span);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteString("answer"u8, answer);
        if (reasoning.Length > 0)
        {
            _json.WriteString("reasoning"u8, reasoning);
        }

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _output.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _output.Dispose();
    }
}
