using System.Text;
using System.Text.Json;
using LoadGen.Tokenization.Splitting;
using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.Tests.Support;

/// <summary>Writes a file of ranks as a tokenizer.json: each token by all the merges that make it, in the order of ranks.</summary>
internal static class RanksAsJson
{
    public static void Write(string ranksPath, string encoding, string jsonPath)
    {
        List<byte[]> tokens = [.. File.ReadLines(ranksPath).Select(line => Convert.FromBase64String(line.Split(' ')[0]))];
        Dictionary<string, int> ids = tokens.Select((token, id) => (Key: Written(token), id)).ToDictionary(p => p.Key, p => p.id);
        using FileStream stream = File.Create(jsonPath);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WritePropertyName("pre_tokenizer");
        json.WriteRawValue($$"""
            {"type": "Sequence", "pretokenizers": [
              {"type": "Split", "pattern": {"Regex": {{JsonSerializer.Serialize(encoding == "o200k_base" ? O200kFinder.Pattern : Cl100kFinder.TiktokenPattern)}}}, "behavior": "Isolated", "invert": false},
              {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}]}
            """);
        json.WritePropertyName("decoder");
        json.WriteRawValue("""{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}""");
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        json.WriteStartObject("vocab");
        foreach ((string token, int id) in ids)
        {
            json.WriteNumber(token, id);
        }

        json.WriteEndObject();
        WriteMerges(json, tokens, ids);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // The cuts of a token in the order of their left halves' ranks, then of the right ones': as the usual converter has it.
    private static void WriteMerges(Utf8JsonWriter json, List<byte[]> tokens, Dictionary<string, int> ids)
    {
        json.WriteStartArray("merges");
        foreach (byte[] token in tokens)
        {
            IEnumerable<(string Left, string Right)> cuts = Enumerable.Range(1, token.Length - 1)
                .Select(cut => (Left: Written(token[..cut]), Right: Written(token[cut..])))
                .Where(halves => ids.ContainsKey(halves.Left) && ids.ContainsKey(halves.Right))
                .OrderBy(halves => ids[halves.Left]).ThenBy(halves => ids[halves.Right]);
            foreach ((string left, string right) in cuts)
            {
                json.WriteStringValue($"{left} {right}");
            }
        }

        json.WriteEndArray();
    }

    private static string Written(byte[] token)
    {
        var text = new StringBuilder(token.Length);
        foreach (byte value in token)
        {
            text.Append(ByteLevelAlphabet.CharOf(value));
        }

        return text.ToString();
    }
}
