namespace LoadGen.Tokenization.PreTokenizing;

/// <summary>When Metaspace puts a blank before a text.</summary>
internal enum PrependScheme
{
    /// <summary>Never.</summary>
    Never = 0,

    /// <summary>At the beginning of the input only, not after a special token.</summary>
    First,

    /// <summary>Before each text between special tokens.</summary>
    Always,
}
