namespace LoadGen.Tokenization.Tests.Support;

/// <summary>A tokenizer.json of a few tokens, with parts that a test puts in.</summary>
internal static class SmallTokenizer
{
    /// <summary>Letters a to e and a blank, and the merges <c>a b</c>, <c>ab c</c>; ids 0 to 7.</summary>
    public const string Model = """{"type": "BPE", "vocab": {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4, " ": 5, "ab": 6, "abc": 7}, "merges": ["a b", "ab c"]}""";

    /// <summary>The file's text: members of the root, then the model.</summary>
    public static string Json(string parts = "", string model = Model) => $"{{{parts}{(parts.Length > 0 ? ", " : "")}\"model\": {model}}}";

    public static Tokenizer Load(string parts = "", string model = Model) => Read(Json(parts, model));

    public static Tokenizer Read(string json)
    {
        using var folder = new TempFolder();
        return Tokenizer.Load(folder.Write("tokenizer.json", json));
    }
}
