namespace LoadGen.Tokenization.Splitting;

/// <summary>What the regular expressions of tokenizers ask of a character: general categories and properties of Unicode, as bits.</summary>
[Flags]
internal enum CharClass : ushort
{
    None = 0,

    /// <summary>\p{Lu}, \p{Lt}.</summary>
    Upper = 1,

    /// <summary>\p{Ll}.</summary>
    Lower = 2,

    /// <summary>\p{Lm}, \p{Lo}.</summary>
    Caseless = 4,

    /// <summary>\p{M}.</summary>
    Mark = 8,

    /// <summary>\p{N}.</summary>
    Number = 16,

    /// <summary>\s: White_Space.</summary>
    Space = 32,

    /// <summary>\p{P}.</summary>
    Punctuation = 64,

    /// <summary>\p{S}.</summary>
    Symbol = 128,

    /// <summary>\w: Alphabetic, \p{M}, \p{Nd}, \p{Pc}, the joiners.</summary>
    Word = 256,

    /// <summary>ASCII that is neither a letter, a digit, a blank nor a control character.</summary>
    AsciiPunctuation = 512,

    /// <summary>Carriage return and line feed.</summary>
    NewLine = 1024,

    /// <summary>\p{L}.</summary>
    Letter = Upper | Lower | Caseless,
}
