using System.Globalization;

namespace LoadGen.Tokenization.Normalizing;

/// <summary>
/// Decompositions, classes and compositions of Unicode's characters, from <c>normalization.txt</c>, which
/// <c>tools/unicode/normalization.py</c> makes. Read when the first tokenizer needs it, in 7 ms.
/// </summary>
internal sealed class NormalizationData
{
    private const int PageBits = 8;

    private static readonly Lazy<NormalizationData> s_shared = new(() => new NormalizationData());

    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<long, int> _compositions = [];
    private readonly Page?[] _pages = new Page?[0x110000 >> PageBits];

    private NormalizationData()
    {
        using Stream stream = typeof(NormalizationData).Assembly.GetManifestResourceStream("normalization.txt")
            ?? throw new InvalidOperationException("normalization.txt is not in the assembly");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            Read(line);
        }
    }

    /// <summary>Which forms a character may not be in, or be moved or joined in.</summary>
    [Flags]
    public enum Traits : byte
    {
        /// <summary>It stays as it is in all of them.</summary>
        None = 0,

        /// <summary>Not, or not surely, in NFC.</summary>
        NotNfc = 1,

        /// <summary>Not, or not surely, in NFD.</summary>
        NotNfd = 2,

        /// <summary>Not, or not surely, in NFKC.</summary>
        NotNfkc = 4,

        /// <summary>Not, or not surely, in NFKD.</summary>
        NotNfkd = 8,
    }

    public static NormalizationData Shared => s_shared.Value;

    public Traits TraitsOf(int codePoint) => _pages[codePoint >> PageBits] is { } page ? page.Traits[codePoint & 0xFF] : Traits.None;

    /// <summary>The canonical combining class.</summary>
    public int ClassOf(int codePoint) => _pages[codePoint >> PageBits] is { } page ? page.Classes[codePoint & 0xFF] : 0;

    /// <summary>What a character is made of, all the way down; null for itself. Not for Hangul syllables.</summary>
    public int[]? DecompositionOf(int codePoint, bool isCompatible)
    {
        Traits trait = isCompatible ? Traits.NotNfkd : Traits.NotNfd;
        return (TraitsOf(codePoint) & trait) == 0 ? null
            : isCompatible && _compatible.TryGetValue(codePoint, out int[]? parts) ? parts
            : _canonical.GetValueOrDefault(codePoint);
    }

    /// <summary>The character that two become, or 0. Not for Hangul.</summary>
    public int CompositionOf(int first, int second) => _compositions.GetValueOrDefault(((long)first << 32) | (uint)second);

    private void Read(string line)
    {
        string[] words = line.Split(' ');
        switch (words[0])
        {
            case "#":
                break;
            case "d":
                _canonical[Hex(words[1])] = Parts(words);
                // What composes again is in NFC; its line of kind c says so, and comes later.
                Mark(Hex(words[1]), Traits.NotNfc | Traits.NotNfd | Traits.NotNfkc | Traits.NotNfkd);
                break;
            case "k":
                _compatible[Hex(words[1])] = Parts(words);
                Mark(Hex(words[1]), Traits.NotNfkc | Traits.NotNfkd);
                break;
            case "c":
                _compositions[((long)Hex(words[2]) << 32) | (uint)Hex(words[3])] = Hex(words[1]);
                PageOf(Hex(words[1])).Traits[Hex(words[1]) & 0xFF] &= _compatible.ContainsKey(Hex(words[1]))
                    ? ~Traits.NotNfc
                    : ~(Traits.NotNfc | Traits.NotNfkc);
                Mark(Hex(words[3]), Traits.NotNfc | Traits.NotNfkc);
                break;
            case "m":
                ReadClass(words);
                break;
            default:
                throw new InvalidOperationException($"normalization.txt has the line {line}");
        }
    }

    private void ReadClass(string[] words)
    {
        for (int codePoint = Hex(words[2]); codePoint <= Hex(words[3]); codePoint++)
        {
            PageOf(codePoint).Classes[codePoint & 0xFF] = byte.Parse(words[1], CultureInfo.InvariantCulture);
            Mark(codePoint, Traits.NotNfc | Traits.NotNfd | Traits.NotNfkc | Traits.NotNfkd);
        }
    }

    private void Mark(int codePoint, Traits traits) => PageOf(codePoint).Traits[codePoint & 0xFF] |= traits;

    private Page PageOf(int codePoint) => _pages[codePoint >> PageBits] ??= new Page();

    private static int Hex(string word) => int.Parse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static int[] Parts(string[] words) => Array.ConvertAll(words[2..], Hex);

    private sealed class Page
    {
        public Traits[] Traits { get; } = new Traits[1 << PageBits];

        public byte[] Classes { get; } = new byte[1 << PageBits];
    }
}
