using System.Buffers;
using LoadGen.Tokenization.Splitting;

namespace LoadGen.Tokenization.Added;

/// <summary>Finds added tokens: the leftmost, and of those that begin there the longest. A trie over bytes. Immutable.</summary>
internal sealed class AddedTokenFinder
{
    private readonly List<Node> _nodes = [new Node()];
    private readonly SearchValues<byte> _firstBytes;

    /// <param name="tokens">The tokens.</param>
    /// <param name="contentOf">What is looked for: a token's content, or its normalized form.</param>
    public AddedTokenFinder(IEnumerable<AddedToken> tokens, Func<AddedToken, byte[]> contentOf)
    {
        var firstBytes = new HashSet<byte>();
        foreach (AddedToken token in tokens)
        {
            byte[] content = contentOf(token);
            if (content.Length > 0)
            {
                firstBytes.Add(content[0]);
                Insert(content, token);
            }
        }

        _firstBytes = SearchValues.Create([.. firstBytes]);
        IsEmpty = firstBytes.Count == 0;
    }

    /// <summary>Whether there is nothing to find.</summary>
    public bool IsEmpty { get; }

    /// <summary>The first token after a place.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="from">Where the token before it ended, blanks it took included.</param>
    /// <param name="start">Where the token begins, blanks it takes included.</param>
    /// <param name="end">Where it ends, blanks it takes included.</param>
    /// <returns>Null if there is none; the rest of the text is then text.</returns>
    public AddedToken? Find(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        int at = from;
        while (at < text.Length && text[at..].IndexOfAny(_firstBytes) is >= 0 and int distance)
        {
            at += distance;
            AddedToken? token = LongestAt(text, at, out end);
            if (token is null)
            {
                at++;
            }
            else if (token.IsSingleWord && (EndsWithWord(text[..at]) || StartsWithWord(text[end..])))
            {
                // What it covers is passed over: a token within it is not looked for.
                at = end;
            }
            else
            {
                start = token.IsLeftStripped ? StartOfBlanks(text, at, from) : at;
                end = token.IsRightStripped ? CoveringFinder.EndOfRun(text, end, CharClass.Space) : end;
                return token;
            }
        }

        start = end = text.Length;
        return null;
    }

    private static bool StartsWithWord(ReadOnlySpan<byte> text) => (CharClasses.AtOrNone(text, 0, out _) & CharClass.Word) != 0;

    private static bool EndsWithWord(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && (CharClasses.At(text, text.Length - CharClasses.LengthBefore(text, text.Length), out _) & CharClass.Word) != 0;

    private static int StartOfBlanks(ReadOnlySpan<byte> text, int at, int lowest)
    {
        while (at > lowest && CharClasses.LengthBefore(text, at) is int length && (CharClasses.At(text, at - length, out _) & CharClass.Space) != 0)
        {
            at -= length;
        }

        return at;
    }

    private AddedToken? LongestAt(ReadOnlySpan<byte> text, int at, out int end)
    {
        AddedToken? longest = null;
        end = at;
        int node = 0;
        for (int i = at; i < text.Length; i++)
        {
            node = ChildOf(node, text[i]);
            if (node < 0)
            {
                break;
            }

            if (_nodes[node].Token is { } token)
            {
                longest = token;
                end = i + 1;
            }
        }

        return longest;
    }

    private int ChildOf(int node, byte value)
    {
        int child = _nodes[node].FirstChild;
        while (child >= 0 && _nodes[child].Value != value)
        {
            child = _nodes[child].NextSibling;
        }

        return child;
    }

    private void Insert(byte[] content, AddedToken token)
    {
        int node = 0;
        foreach (byte value in content)
        {
            int child = ChildOf(node, value);
            if (child < 0)
            {
                child = _nodes.Count;
                _nodes.Add(new Node { Value = value, NextSibling = _nodes[node].FirstChild });
                _nodes[node].FirstChild = child;
            }

            node = child;
        }

        _nodes[node].Token = token;
    }

    private sealed class Node
    {
        public byte Value { get; init; }

        public int FirstChild { get; set; } = -1;

        public int NextSibling { get; init; } = -1;

        public AddedToken? Token { get; set; }
    }
}
