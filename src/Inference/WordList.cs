using System.Buffers;

namespace LoadGen.Inference;

/// <summary>
/// The vocabulary of text prompts: 2,048 common English words, each one token with a leading space, so that a prompt of n words is n
/// tokens for the usual byte-pair vocabularies before any chat template.
/// </summary>
/// <remarks>
/// How they were chosen: the entries of Debian's <c>wamerican</c> word list (SCOWL) that are 3 to 7 lower-case ASCII letters and that
/// are a single token in both cl100k_base and o200k_base, with and without a leading space (a prompt's first word has none); less
/// offensive, violent or otherwise unfit words, abbreviations and fragments; of the rest the 2,048 with the lowest (so most frequent) token ids,
/// since what is frequent is most likely one token elsewhere too. Checked with an independent tokenizer: 4,000 joined runs of up to 400 words
/// gave exactly as many tokens as words. Other vocabularies (SentencePiece ones above all) may split a few: the server's
/// <c>usage.prompt_tokens</c> is the truth, and this list only makes the aim good.
/// </remarks>
public static partial class WordList
{
    /// <summary>A word's first byte in <see cref="Words"/>, and one entry past the end.</summary>
    private static readonly ushort[] Starts = FindStarts();

    /// <summary>How many words there are.</summary>
    public static int Count => Starts.Length - 1;

    /// <summary>The word at <paramref name="index"/>, 0 ≤ index &lt; <see cref="Count"/>: lower-case ASCII letters.</summary>
    public static ReadOnlySpan<byte> Word(int index) => Words[Starts[index]..(Starts[index + 1] - 1)];

    /// <summary>
    /// Draw ids from [0, this) for prompts that will be words: so many that two random prompts hardly ever start alike. The words a prompt is
    /// made of are the same whatever the ids.
    /// </summary>
    public const int IdCount = 1 << 30;

    /// <summary>
    /// Writes one word for each token id, joined by single spaces. Each word depends on its id and all ids before it: prompts have the same
    /// leading words exactly as far as they have the same leading ids, but for chance (1 in 2,048 a word).
    /// </summary>
    /// <remarks>
    /// Were each word its id's alone, there would be no more than <see cref="Count"/> different runs of consecutive ids as random prompts
    /// are made of, and of 1,000 prompts a fifth would be found whole in a server's prefix cache.
    /// </remarks>
    /// <param name="tokenIds">Ids; those that share a prefix give texts that share one.</param>
    /// <param name="output">Receives ASCII text.</param>
    public static void Render(ReadOnlySpan<int> tokenIds, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        const int WordMax = 8;
        const int SpanMin = 4096;
        Span<byte> span = default;
        int used = 0;
        ulong chain = 0;
        for (int i = 0; i < tokenIds.Length; i++)
        {
            if (span.Length - used < WordMax)
            {
                output.Advance(used);
                span = output.GetSpan(SpanMin);
                used = 0;
            }

            chain = Chain(chain, tokenIds[i]);
            ReadOnlySpan<byte> word = Word((int)Math.BigMul(chain, (ulong)Count, out _));
            word.CopyTo(span[used..]);
            used += word.Length;

            // A space after each word but the last.
            if (i + 1 < tokenIds.Length)
            {
                span[used++] = (byte)' ';
            }
        }

        output.Advance(used);
    }

    // For one id each chain leads to another, and for one chain each id: what differs once stays different. The multiplier is 2^64 divided
    // by the golden ratio, which spreads neighbouring ids over the high bits, where the word is taken from; the shift brings them back down.
    private static ulong Chain(ulong chain, int id)
    {
        chain = (chain ^ (uint)id) * 0x9e3779b97f4a7c15;
        return chain ^ (chain >> 32);
    }

    private static ushort[] FindStarts()
    {
        var starts = new List<ushort> { 0 };
        for (int i = 0; i < Words.Length; i++)
        {
            if (Words[i] == ' ')
            {
                starts.Add((ushort)(i + 1));
            }
        }

        starts.Add((ushort)(Words.Length + 1));
        return [.. starts];
    }
}
