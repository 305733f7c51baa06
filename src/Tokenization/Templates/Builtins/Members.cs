using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Builtins;

/// <summary>What stands within a value: <c>a.b</c> asks for a method first, then for a key; <c>a['b']</c> the other way round.</summary>
internal static class Members
{
    public static object? Get(object? owner, object? key, bool isAttribute, string shown)
    {
        string name = Python.Text(key);
        if (isAttribute && Methods.Find(owner, name) is { } method)
        {
            return method;
        }

        switch (owner)
        {
            case TemplateMap map when key is not null && map.TryGet(key, out object? value):
                return value;
            case TemplateList list when key is long index:
                return index >= -list.Count && index < list.Count ? list[(int)(index < 0 ? index + list.Count : index)] : Undefined.Member(shown, name, owner);
            case string text when key is long index:
                string[] characters = [.. Python.Characters(text)];
                return index >= -characters.Length && index < characters.Length
                    ? characters[index < 0 ? index + characters.Length : index]
                    : Undefined.Member(shown, name, owner);
            default:
                return !isAttribute && Methods.Find(owner, name) is { } found && key is string ? found : Undefined.Member(shown, name, owner);
        }
    }

    public static object Slice(object? owner, long? start, long? stop, long step)
    {
        object?[] items = owner switch
        {
            string s => [.. Python.Characters(s)],
            TemplateList list => [.. list],
            Undefined undefined => throw undefined.Error(),
            _ => throw new TemplateError($"{Python.Kind(owner)} cannot be sliced"),
        };
        if (step == 0)
        {
            throw new TemplateError("a slice has no step of 0");
        }

        long length = items.Length;
        long from = Bound(start, step > 0 ? 0 : length - 1, length, step);
        long to = stop is null ? (step > 0 ? length : -1) : Bound(stop, 0, length, step);
        var taken = new List<object?>();
        for (long i = from; step > 0 ? i < to : i > to; i += step)
        {
            taken.Add(items[i]);
        }

        return owner is string ? string.Concat(taken) : new TemplateList(taken, ((TemplateList)owner!).IsTuple);
    }

    private static long Bound(long? bound, long ifMissing, long length, long step)
    {
        if (bound is not { } given)
        {
            return ifMissing;
        }

        long place = given < 0 ? given + length : given;
        return step > 0 ? Math.Clamp(place, 0, length) : Math.Clamp(place, -1, length - 1);
    }
}
