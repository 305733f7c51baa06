namespace LoadGen.Workloads.RandomTexts;

/// <summary>A prompt that was made.</summary>
/// <param name="Text">Its text, UTF-8.</param>
/// <param name="Tokens">Its tokens, counted as its target is.</param>
internal readonly record struct SampledPrompt(ReadOnlyMemory<byte> Text, int Tokens);
