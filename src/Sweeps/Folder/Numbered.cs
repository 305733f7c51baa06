using System.Globalization;

namespace LoadGen.Sweeps.Folder;

/// <summary>Folders of one name and a number: <c>NAME-1</c>, <c>NAME-2</c>.</summary>
internal static class Numbered
{
    /// <summary>The first that is not there, above all that are.</summary>
    public static string Next(string parent, string name)
    {
        int last = All(parent, name).Select(one => one.Number).DefaultIfEmpty(0).Max();
        return Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{name}-{last + 1}"));
    }

    /// <summary>Those that are there, oldest first.</summary>
    public static IReadOnlyList<(string Folder, int Number)> All(string parent, string name)
    {
        var all = new List<(string Folder, int Number)>();
        foreach (string folder in Directory.EnumerateDirectories(parent, name + "-*"))
        {
            if (int.TryParse(Path.GetFileName(folder).AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                all.Add((folder, number));
            }
        }

        return [.. all.OrderBy(one => one.Number)];
    }
}
