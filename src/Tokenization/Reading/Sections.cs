using System.Text.Json;
using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.Reading;

/// <summary>
/// A tokenizer.json taken apart in one pass. Vocabulary and merges, which are nearly all of it, go where they belong without a tree;
/// the rest is small. Merges are read after the vocabulary, wherever they stand.
/// </summary>
internal sealed class Sections
{
    private static readonly string[] s_known =
        ["version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model"];

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _model = new(StringComparer.Ordinal);

    private Sections(string file) => File = file;

    public string File { get; }

    /// <summary>The model's tokens, as they are written.</summary>
    public VocabularyBuilder Vocabulary { get; } = new();

    /// <summary>The model's merges, as they are written, one after the other.</summary>
    public MergeList Merges { get; } = new();

    public bool HasVocabulary { get; private set; }

    /// <summary>A part of the file.</summary>
    public JsonPlace this[string name] => new(_values.GetValueOrDefault(name), File, $"$.{name}");

    /// <summary>The names of the model's members.</summary>
    public IEnumerable<string> ModelNames => _model.Keys;

    /// <summary>A member of the model, other than vocabulary and merges.</summary>
    public JsonPlace Model(string name) => new(_model.GetValueOrDefault(name), File, $"$.model.{name}");

    public static Sections Read(string file, ReadOnlySpan<byte> json)
    {
        var sections = new Sections(file);
        var reader = new Utf8JsonReader(json.TrimStart("\uFEFF"u8));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!s_known.Contains(name))
            {
                throw new TokenizerException(file, $"$.{name}", $"not known here; known: {string.Join(", ", s_known)}");
            }

            reader.Read();
            if (name == "model" && reader.TokenType == JsonTokenType.StartObject)
            {
                sections.ReadModel(ref reader);
            }
            else
            {
                sections._values[name] = JsonElement.ParseValue(ref reader);
            }
        }

        if (reader.Read())
        {
            throw new TokenizerException(file, "has something after its end");
        }

        return sections;
    }

    private void ReadModel(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name == "vocab" && reader.TokenType == JsonTokenType.StartObject)
            {
                HasVocabulary = true;
                ReadVocabulary(ref reader);
            }
            else if (name == "merges" && reader.TokenType == JsonTokenType.StartArray)
            {
                Merges.Read(File, ref reader);
            }
            else
            {
                _model[name] = JsonElement.ParseValue(ref reader);
            }
        }
    }

    private void ReadVocabulary(ref Utf8JsonReader reader)
    {
        byte[] token = new byte[256];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            token = token.Length < reader.ValueSpan.Length ? new byte[reader.ValueSpan.Length] : token;
            int length = reader.CopyString(token);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int id) || id is < 0 or >= VocabularyBuilder.IdLimit)
            {
                throw Error(token.AsSpan(0, length), $"no id: a whole number from 0 to {VocabularyBuilder.IdLimit - 1} belongs there");
            }

            if (Vocabulary.Has(id))
            {
                throw Error(token.AsSpan(0, length), $"the id {id} is taken by another token");
            }

            Vocabulary.Add(id, token.AsSpan(0, length));
        }
    }

    private TokenizerException Error(ReadOnlySpan<byte> token, string message) =>
        new(File, $"$.model.vocab['{System.Text.Encoding.UTF8.GetString(token)}']", message);
}
