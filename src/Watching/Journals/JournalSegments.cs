using System.Globalization;

namespace LoadGen.Watching.Journals;

/// <summary>A journal's files: one for each UTC day, named by it.</summary>
internal static class JournalSegments
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string Extension = ".jsonl";

    /// <summary>The file of a day.</summary>
    public static string PathOf(string folder, DateOnly day) => Path.Combine(folder, NameOf(day) + Extension);

    /// <summary>A day as files are named by it.</summary>
    public static string NameOf(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The day of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>The days that have a file, ascending.</summary>
    public static IReadOnlyList<DateOnly> Days(string folder)
    {
        var days = new List<DateOnly>();
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            if (DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(path), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                days.Add(day);
            }
        }

        days.Sort();
        return days;
    }
}
