namespace LoadGen.Tokenization.PreTokenizing;

/// <summary>What becomes of the matches of a split. The names are tokenizer.json's.</summary>
internal enum SplitBehavior
{
    /// <summary>They go.</summary>
    Removed = 0,

    /// <summary>Each is a piece.</summary>
    Isolated,

    /// <summary>Each ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Those that follow each other are one piece.</summary>
    Contiguous,
}
