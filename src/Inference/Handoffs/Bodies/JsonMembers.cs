using System.Diagnostics.CodeAnalysis;
using LoadGen.Inference.Json;

namespace LoadGen.Inference.Handoffs.Bodies;

/// <summary>
/// The members of one JSON object by their places in its text. One pass checks the whole grammar; nothing is copied, and what is nested
/// is passed over. Two members of the same name are a fault: engines take the last, proxies the first, and a router that looked at
/// one while the engine obeys the other could be led past its own checks.
/// </summary>
internal sealed class JsonMembers
{
    /// <summary>Up to here each name is compared with each; above, they are sorted, so that a body of many keys costs n log n.</summary>
    private const int ComparedByPairsMax = 24;

    private readonly List<JsonMember> _members;

    private JsonMembers(ReadOnlyMemory<byte> text, List<JsonMember> members, int closing) =>
        (Text, _members, Closing) = (text, members, closing);

    /// <summary>The object's text, with any whitespace around it.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>Offset of the object's <c>}</c>.</summary>
    public int Closing { get; }

    /// <summary>Number of members.</summary>
    public int Count => _members.Count;

    /// <summary>The member at an index, in the text's order.</summary>
    public JsonMember this[int index] => _members[index];

    /// <summary>Reads an object's members.</summary>
    /// <param name="text">One JSON text.</param>
    /// <param name="members">Its members.</param>
    /// <param name="fault">What would have been right and where; says no content.</param>
    public static bool TryRead(ReadOnlyMemory<byte> text, [NotNullWhen(true)] out JsonMembers? members, [NotNullWhen(false)] out string? fault)
    {
        members = null;
        ReadOnlySpan<byte> span = text.Span;
        var scanner = new JsonScanner(span);
        var list = new List<JsonMember>(16);
        scanner.EnterObject("a JSON object");
        scanner.Peek();
        int opening = scanner.Failed ? 0 : span.IndexOf((byte)'{');
        while (scanner.NextName(out ReadOnlySpan<byte> name))
        {
            ReadOnlyMemory<byte> kept = span.Overlaps(name, out int at) ? text.Slice(at, name.Length) : name.ToArray();
            scanner.Peek();
            int start = scanner.Position;
            scanner.Skip();
            list.Add(new JsonMember(kept, opening, start, scanner.Position));
            scanner.Peek();
            opening = scanner.Position;
        }

        scanner.End();
        if (scanner.Failed)
        {
            fault = scanner.Fault;
            return false;
        }

        int twice = FindRepeated(list);
        if (twice >= 0)
        {
            fault = $"the same top-level key stands twice, the second time at byte {list[twice].Opening + 1}; give it once";
            return false;
        }

        fault = null;
        // With members, the last delimiter seen is the closing brace; without, it follows the opening one.
        int closing = list.Count > 0 ? opening : span.IndexOf((byte)'}');
        members = new JsonMembers(text, list, closing);
        return true;
    }

    /// <summary>Index of a member; -1 without one.</summary>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _members.Count; i++)
        {
            if (_members[i].Name.Span.SequenceEqual(name))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A member's value as written; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Find(ReadOnlySpan<byte> name)
    {
        int index = IndexOf(name);
        return index < 0 ? default : Value(index);
    }

    /// <summary>The value at an index, as written.</summary>
    public ReadOnlyMemory<byte> Value(int index)
    {
        JsonMember member = _members[index];
        return Text[member.ValueStart..member.ValueEnd];
    }

    private static int FindRepeated(List<JsonMember> members)
    {
        if (members.Count > ComparedByPairsMax)
        {
            return FindRepeatedSorted(members);
        }

        for (int i = 1; i < members.Count; i++)
        {
            ReadOnlySpan<byte> name = members[i].Name.Span;
            for (int j = 0; j < i; j++)
            {
                if (members[j].Name.Span.SequenceEqual(name))
                {
                    return i;
                }
            }
        }

        return -1;
    }

    private static int FindRepeatedSorted(List<JsonMember> members)
    {
        int[] order = [.. Enumerable.Range(0, members.Count)];
        Array.Sort(order, (a, b) =>
        {
            int byName = members[a].Name.Span.SequenceCompareTo(members[b].Name.Span);
            return byName != 0 ? byName : a.CompareTo(b);
        });
        for (int i = 1; i < order.Length; i++)
        {
            if (members[order[i]].Name.Span.SequenceEqual(members[order[i - 1]].Name.Span))
            {
                return order[i];
            }
        }

        return -1;
    }
}
