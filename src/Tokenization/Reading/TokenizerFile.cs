using LoadGen.Tokenization.Pipeline;

namespace LoadGen.Tokenization.Reading;

/// <summary>Finds out what kind of file a path names, and reads it.</summary>
internal static class TokenizerFile
{
    private const string JsonName = "tokenizer.json";

    public static TokenizerParts Read(string path, TokenizerOptions options)
    {
        string file = Locate(path);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TokenizerException(file, File.Exists(file) ? $"cannot be read ({e.Message})" : "does not exist", e);
        }

        ReadOnlySpan<byte> start = bytes.AsSpan().TrimStart(" \t\r\n\uFEFF"u8);
        if (start.StartsWith("{"u8))
        {
            return options.Pattern is null
                ? TokenizerJson.Read(file, bytes)
                : throw new TokenizerException(file, "a pattern belongs to a file of ranks (.tiktoken); a tokenizer.json has its own");
        }

        return RankFile.Read(file, bytes, options);
    }

    private static string Locate(string path)
    {
        if (!Directory.Exists(path))
        {
            return path;
        }

        string json = Path.Combine(path, JsonName);
        if (File.Exists(json))
        {
            return json;
        }

        string[] ranks = Directory.GetFiles(path, "*.tiktoken");
        return ranks.Length == 1
            ? ranks[0]
            : throw new TokenizerException(path, $"the folder has neither {JsonName} nor one file of ranks (*.tiktoken)"
                + (File.Exists(Path.Combine(path, "tokenizer.model")) ? "; its tokenizer.model is not read: save it as tokenizer.json" : ""));
    }
}
