namespace LoadGen.Tokenization.Normalizing;

/// <summary>The four normalization forms of Unicode (UAX #15).</summary>
internal enum UnicodeForm
{
    /// <summary>Canonical composition.</summary>
    Nfc = 0,

    /// <summary>Canonical decomposition.</summary>
    Nfd,

    /// <summary>Compatibility decomposition, then canonical composition.</summary>
    Nfkc,

    /// <summary>Compatibility decomposition.</summary>
    Nfkd,
}
