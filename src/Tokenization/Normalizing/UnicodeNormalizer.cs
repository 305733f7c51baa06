using System.Text;
using LoadGen.Tokenization.Pipeline;
using LoadGen.Tokenization.Splitting;

namespace LoadGen.Tokenization.Normalizing;

/// <summary>
/// NFC, NFD, NFKC, NFKD (UAX #15): decompose, put marks in order of their class, compose. Written out because the framework's
/// own normalization needs ICU, which the binary is built without, and does nothing without it.
/// </summary>
internal sealed class UnicodeNormalizer(UnicodeForm form) : Normalizer
{
    // Hangul syllables are made by rule: The Unicode Standard, section 3.12.
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TrailCount;

    private readonly NormalizationData _data = NormalizationData.Shared;
    private readonly bool _isCompatible = form is UnicodeForm.Nfkc or UnicodeForm.Nfkd;
    private readonly bool _isComposed = form is UnicodeForm.Nfc or UnicodeForm.Nfkc;

    public override bool LeavesAlone(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text))
        {
            return true;
        }

        for (int at = 0; at < text.Length;)
        {
            if (text[at] < 0x80)
            {
                at++;
                continue;
            }

            if (!IsInert(CharClasses.Decode(text, at, out int length)))
            {
                return false;
            }

            at += length;
        }

        return true;
    }

    public override void Apply(ReadOnlySpan<byte> text, ByteBuffer output, NormalizerScratch scratch)
    {
        IdBuffer points = scratch.CodePoints;
        points.Clear();
        for (int at = 0; at < text.Length;)
        {
            Decompose(CharClasses.Decode(text, at, out int length), points);
            at += length;
        }

        Span<int> all = points.Editable;
        Order(all);
        int count = _isComposed ? Compose(all) : all.Length;
        foreach (int codePoint in all[..count])
        {
            output.Add(new Rune(codePoint));
        }
    }

    // Neither changed by this form nor moved nor joined by what stands beside it.
    private bool IsInert(int codePoint)
    {
        NormalizationData.Traits traits = _data.TraitsOf(codePoint);
        bool isSyllable = (uint)(codePoint - SyllableBase) < SyllableCount;
        // The jamo that a syllable takes up: vowels and trailing consonants.
        bool isJoined = codePoint is >= VowelBase and < TrailBase + TrailCount;
        return _isComposed
            ? !isJoined && (traits & (_isCompatible ? NormalizationData.Traits.NotNfkc : NormalizationData.Traits.NotNfc)) == 0
            : !isSyllable && (traits & (_isCompatible ? NormalizationData.Traits.NotNfkd : NormalizationData.Traits.NotNfd)) == 0;
    }

    private void Decompose(int codePoint, IdBuffer points)
    {
        int syllable = codePoint - SyllableBase;
        if ((uint)syllable < SyllableCount)
        {
            points.Add(LeadBase + (syllable / (VowelCount * TrailCount)));
            points.Add(VowelBase + (syllable % (VowelCount * TrailCount) / TrailCount));
            if (syllable % TrailCount != 0)
            {
                points.Add(TrailBase + (syllable % TrailCount));
            }
        }
        else if (_data.DecompositionOf(codePoint, _isCompatible) is { } parts)
        {
            points.Add(parts);
        }
        else
        {
            points.Add(codePoint);
        }
    }

    // Insertion sort, stable, of each run of marks by class.
    private void Order(Span<int> points)
    {
        for (int i = 1; i < points.Length; i++)
        {
            int kind = _data.ClassOf(points[i]);
            for (int j = i; kind != 0 && j > 0 && _data.ClassOf(points[j - 1]) > kind; j--)
            {
                (points[j - 1], points[j]) = (points[j], points[j - 1]);
            }
        }
    }

    // In place; returns how many are left.
    private int Compose(Span<int> points)
    {
        int starter = -1;
        int count = 0;
        int lastKind = 0;
        foreach (int point in points)
        {
            int kind = _data.ClassOf(point);
            // A mark is kept from its starter by one of its own class or above, or by another starter.
            bool isBlocked = starter < count - 1 && lastKind >= kind;
            if (starter >= 0 && !isBlocked && Composed(points[starter], point) is > 0 and int composed)
            {
                points[starter] = composed;
                continue;
            }

            if (kind == 0)
            {
                starter = count;
            }

            lastKind = kind;
            points[count++] = point;
        }

        return count;
    }

    private int Composed(int first, int second)
    {
        if ((uint)(first - LeadBase) < LeadCount && (uint)(second - VowelBase) < VowelCount)
        {
            return SyllableBase + ((((first - LeadBase) * VowelCount) + (second - VowelBase)) * TrailCount);
        }

        int syllable = first - SyllableBase;
        return (uint)syllable < SyllableCount && syllable % TrailCount == 0 && second - TrailBase is > 0 and < TrailCount
            ? first + (second - TrailBase)
            : _data.CompositionOf(first, second);
    }
}
