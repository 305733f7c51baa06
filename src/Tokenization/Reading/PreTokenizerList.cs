using LoadGen.Tokenization.PreTokenizing;

namespace LoadGen.Tokenization.Reading;

/// <summary>The steps of a pre-tokenizer, and whether what comes out are bytes.</summary>
internal readonly record struct PreTokenizerList(PreTokenizer[] Steps, bool IsByteLevel);
