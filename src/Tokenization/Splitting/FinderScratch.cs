namespace LoadGen.Tokenization.Splitting;

/// <summary>What a search keeps while it goes through a text: a regular expression works on UTF-16, made once a text.</summary>
internal sealed class FinderScratch
{
    /// <summary>The text, one char a code point.</summary>
    public char[] Chars { get; private set; } = [];

    /// <summary>Where each of the chars begins in the text; one more, its length.</summary>
    public int[] Starts { get; private set; } = [];

    /// <summary>How many chars there are.</summary>
    public int Count { get; set; }

    /// <summary>The char at which the next search begins.</summary>
    public int Next { get; set; }

    /// <summary>Makes room for a text of so many bytes.</summary>
    public void Reserve(int bytes)
    {
        if (Chars.Length < bytes)
        {
            int capacity = Math.Max(256, bytes + (bytes / 2));
            Chars = new char[capacity];
            Starts = new int[capacity + 1];
        }
    }
}
