namespace LoadGen.Simulation.Requests;

/// <summary>Counts words (runs of bytes above the space) in UTF-8 text that comes in pieces.</summary>
internal struct WordCounter
{
    private bool _inWord;

    /// <summary>Words begun so far.</summary>
    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> utf8)
    {
        int count = Count;
        bool inWord = _inWord;
        foreach (byte b in utf8)
        {
            bool letter = b > (byte)' ';
            if (letter && !inWord)
            {
                count++;
            }

            inWord = letter;
        }

        (Count, _inWord) = (count, inWord);
    }

}
