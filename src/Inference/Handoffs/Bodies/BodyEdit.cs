namespace LoadGen.Inference.Handoffs.Bodies;

/// <summary>
/// Edits the top-level members of a JSON object as bytes: the result is slices of the object's text with the new parts between them.
/// Members keep their order, new ones come last in the order of their calls, and all that is not named stays byte for byte.
/// </summary>
/// <param name="members">The object.</param>
internal sealed class BodyEdit(JsonMembers members)
{
    private static readonly byte[] Comma = [(byte)','];

    private readonly List<(int Index, ReadOnlyMemory<byte> Value)> _replaced = [];
    private readonly List<int> _removed = [];
    private readonly List<(byte[] Key, ReadOnlyMemory<byte> Value)> _added = [];

    /// <summary>Gives a member a value: in its place, or at the end when there is none. Once for each name.</summary>
    public BodyEdit Set(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> value)
    {
        int index = members.IndexOf(name);
        if (index >= 0)
        {
            _replaced.Add((index, value));
        }
        else
        {
            _added.Add(([(byte)'"', .. name, (byte)'"', (byte)':'], value));
        }

        return this;
    }

    /// <summary>Gives a member a value where it is there already.</summary>
    public BodyEdit SetIfPresent(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> value) =>
        members.IndexOf(name) < 0 ? this : Set(name, value);

    /// <summary>Takes a member out, if it is there.</summary>
    public BodyEdit Remove(ReadOnlySpan<byte> name)
    {
        int index = members.IndexOf(name);
        if (index >= 0)
        {
            _removed.Add(index);
        }

        return this;
    }

    /// <summary>The edited text in pieces.</summary>
    public List<ReadOnlyMemory<byte>> Build() => Edit().Take();

    /// <summary>The edited text in one array.</summary>
    public byte[] ToArray() => Edit().TakeWhole();

    private Pieces Edit()
    {
        var pieces = new Pieces(members.Text);
        int open = members.Count > 0 ? members[0].Opening + 1 : members.Closing;
        pieces.Keep(0, open);
        bool any = false;
        bool isFollowing = false;
        for (int i = 0; i < members.Count; i++)
        {
            if (_removed.Contains(i))
            {
                isFollowing = false;
                continue;
            }

            // A kept member brings what stands before it: the comma, unless it is the first that is kept, and the whitespace.
            JsonMember member = members[i];
            int before = any ? member.Opening : member.Opening + 1;
            pieces.Keep(isFollowing ? members[i - 1].ValueEnd : before, member.ValueStart);
            KeepValue(ref pieces, i, member);
            any = isFollowing = true;
        }

        foreach ((byte[] key, ReadOnlyMemory<byte> value) in _added)
        {
            if (any)
            {
                pieces.Insert(Comma);
            }

            pieces.Insert(key);
            pieces.Insert(value);
            any = true;
        }

        int rest = members.Count > 0 ? members[members.Count - 1].ValueEnd : members.Closing;
        pieces.Keep(rest, members.Text.Length);
        return pieces;
    }

    private void KeepValue(ref Pieces pieces, int index, JsonMember member)
    {
        foreach ((int replaced, ReadOnlyMemory<byte> value) in _replaced)
        {
            if (replaced == index)
            {
                pieces.Insert(value);
                return;
            }
        }

        pieces.Keep(member.ValueStart, member.ValueEnd);
    }
}
