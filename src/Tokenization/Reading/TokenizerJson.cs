using System.Text.Json;
using LoadGen.Tokenization.Added;
using LoadGen.Tokenization.Decoding;
using LoadGen.Tokenization.Merging;
using LoadGen.Tokenization.Normalizing;
using LoadGen.Tokenization.Pipeline;
using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.Reading;

/// <summary>
/// Reads Hugging Face's <c>tokenizer.json</c>. Strict: a part that is not known is an error, as it would change ids in silence.
/// <c>truncation</c> and <c>padding</c> are passed over: they cut and fill batches for training, and a prompt's length is what is asked.
/// </summary>
/// <remarks>Format: https://huggingface.co/docs/tokenizers; the reference is the Rust library of the same name.</remarks>
internal static class TokenizerJson
{
    public static TokenizerParts Read(string file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Assemble(Sections.Read(file, bytes));
        }
        catch (JsonException e)
        {
            throw new TokenizerException(file, $"is not JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e) when (e.Source == "System.Text.Json")
        {
            throw new TokenizerException(file, $"has text that is not Unicode: {e.Message}", e);
        }
    }

    private static TokenizerParts Assemble(Sections sections)
    {
        PreTokenizerList steps = PreTokenizerReader.Read(sections["pre_tokenizer"]);
        Normalizer[] normalizers = NormalizerReader.Read(sections["normalizer"]);
        AddedToken[] added = AddedTokenReader.Read(sections["added_tokens"]);
        (int[] prefix, int[] suffix) = PostProcessorReader.Read(sections["post_processor"]);
        Decoder[] decoders = DecoderReader.Read(sections["decoder"]);

        Vocabulary ofModel = sections.Vocabulary.Build();
        BpeModel model = ModelReader.Read(sections, ofModel, steps.IsByteLevel);
        foreach (AddedToken token in added)
        {
            sections.Vocabulary.Add(token.Id, token.Content);
        }

        Vocabulary written = added.Length == 0 ? ofModel : sections.Vocabulary.Build();
        var normalizing = new NormalizerScratch();
        byte[] Normalized(AddedToken token) => normalizing.Apply(normalizers, token.Content).ToArray();
        AddedToken[] changed = [.. added.Where(token => token.IsNormalized && !Normalized(token).AsSpan().SequenceEqual(token.Content))];
        foreach (AddedToken token in changed)
        {
            sections.Vocabulary.Add(token.Id, Normalized(token));
        }

        Vocabulary decoded = changed.Length == 0 ? written : sections.Vocabulary.Build();
        return new TokenizerParts
        {
            Model = model,
            Written = written,
            Decoded = decoded,
            BytesOfTokens = decoders is [ByteLevelDecoder] ? ByteLevelVocabulary.Of(decoded) : null,
            Normalizers = normalizers,
            PreTokenizers = steps.Steps,
            Decoders = decoders,
            AddedTokens = added,
            Prefix = prefix,
            Suffix = suffix,
            RawTokens = new AddedTokenFinder(added.Where(token => !token.IsNormalized), token => token.Content),
            NormalizedTokens = new AddedTokenFinder(added.Where(token => token.IsNormalized), Normalized),
        };
    }
}
