namespace LoadGen.Tokenization;

/// <summary>A tokenizer's file cannot be used: which file, where in it, what was found, what is known.</summary>
public sealed class TokenizerException : Exception
{
    /// <summary>A file that cannot be used as a whole.</summary>
    public TokenizerException(string file, string message, Exception? inner = null)
        : base($"{file}: {message}", inner) => File = file;

    /// <summary>A place in a JSON file.</summary>
    public TokenizerException(string file, string jsonPath, string message)
        : base($"{file}: {jsonPath}: {message}")
    {
        File = file;
        JsonPath = jsonPath;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Where in it, such as <c>$.pre_tokenizer.pretokenizers[1]</c>; null where it is the file as a whole.</summary>
    public string? JsonPath { get; }
}
