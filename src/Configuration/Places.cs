namespace LoadGen.Configuration;

/// <summary>Where each key of a file stands, by its path.</summary>
internal sealed class Places
{
    private readonly Dictionary<string, Place> _byPath = new(StringComparer.Ordinal);

    /// <summary>The path of a key of the mapping at <paramref name="parent"/>; a key that is no plain name stands in brackets.</summary>
    public static string Child(string parent, string key) =>
        key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? parent.Length == 0 ? key : $"{parent}.{key}"
            : $"{parent}['{key}']";

    /// <summary>The path of an item of the list at <paramref name="parent"/>.</summary>
    public static string Item(string parent, int index) => $"{parent}[{index}]";

    /// <summary>The path of the mapping or list around a key; null at the top.</summary>
    public static string? Parent(string path)
    {
        int quoted = path.EndsWith("']", StringComparison.Ordinal) ? path.LastIndexOf("['", StringComparison.Ordinal) : -1;
        int end = quoted >= 0 ? quoted : path.AsSpan().LastIndexOfAny('.', '[');
        return end > 0 ? path[..end] : path.Length > 0 ? "" : null;
    }

    /// <summary><paramref name="path"/> is <paramref name="outer"/> or lies within it.</summary>
    public static bool IsWithin(string path, string outer) =>
        outer.Length == 0 || path == outer
        || (path.Length > outer.Length && path.StartsWith(outer, StringComparison.Ordinal) && path[outer.Length] is '.' or '[');

    public void Set(string path, Place place) => _byPath[path] = place;

    /// <summary>Where a key stands, or the nearest one around it.</summary>
    public Place Of(string path)
    {
        for (string? at = path; at is not null; at = Parent(at))
        {
            if (_byPath.TryGetValue(at, out Place place))
            {
                return place;
            }
        }

        return Place.Start;
    }
}
