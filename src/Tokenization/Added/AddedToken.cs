namespace LoadGen.Tokenization.Added;

/// <summary>A token that is found in the text itself, before anything else is done to it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text, UTF-8.</param>
internal sealed record AddedToken(int Id, byte[] Content)
{
    /// <summary>Whether it stands for what no text is: begin, end, roles.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>Whether it must not stand within a word.</summary>
    public bool IsSingleWord { get; init; }

    /// <summary>Whether it takes the blanks before it.</summary>
    public bool IsLeftStripped { get; init; }

    /// <summary>Whether it takes the blanks after it.</summary>
    public bool IsRightStripped { get; init; }

    /// <summary>Whether it is looked for in the normalized text, not in the text as it came.</summary>
    public bool IsNormalized { get; init; }
}
