namespace LoadGen.Tokenization.Tests.Support;

/// <summary>The files of data/.</summary>
internal static class TestData
{
    public static string Path(params ReadOnlySpan<string> parts) =>
        System.IO.Path.Combine([AppContext.BaseDirectory, "data", .. parts]);

    public static Tokenizer Tokenizer(string name) => Tokenization.Tokenizer.Load(Path("tokenizers", name + ".json"));
}
