using System.Text.Encodings.Web;
using System.Text.Json;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Settings;

namespace LoadGen.Watching.Summaries;

/// <summary>Writes days' summaries beside the journal: JSON for programs, Markdown for people. A file that is there is whole.</summary>
internal sealed class SummaryWriter(WatchPlan plan, string journal)
{
    // Days with a journal that are looked after at a start: a watcher leaves one unfinished at most, and older ones were an earlier start's.
    private const int DaysBack = 8;

    private readonly string _folder = Path.Combine(plan.Output, "summaries");

    /// <summary>Sums a day of the journal up and writes it.</summary>
    /// <returns>The Markdown.</returns>
    /// <exception cref="IOException">The journal cannot be read or the files not be written.</exception>
    public string Write(DateOnly day, bool isWhole, DateTimeOffset now)
    {
        var notices = new List<string>();
        string segment = JournalSegments.PathOf(journal, day);
        List<JournalRecord> records = File.Exists(segment) ? JournalReader.Read(segment, notices) : [];
        SummaryDocument summary = DayReport.Build(plan, day, records, new DayFacts(isWhole, now, notices.Count));
        string text = SummaryText.Of(summary);
        Directory.CreateDirectory(_folder);
        string name = Path.Combine(_folder, summary.Day);
        Replace(name + ".md", stream =>
        {
            using var writer = new StreamWriter(stream) { NewLine = "\n" };
            writer.Write(text);
        });
        Replace(name + ".json", stream =>
        {
            using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            JsonSerializer.Serialize(writer, summary, SummaryJson.Default.SummaryDocument);
        });
        return text;
    }

    /// <summary>Days before <paramref name="today"/> that have a journal and no whole summary: a watcher was killed, or not there, when they ended.</summary>
    public IReadOnlyList<DateOnly> Unfinished(DateOnly today) =>
        [.. JournalSegments.Days(journal).Where(day => day < today).TakeLast(DaysBack).Where(day => !IsFinished(day))];

    private static void Replace(string path, Action<Stream> write)
    {
        string temporary = path + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(stream);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private bool IsFinished(DateOnly day)
    {
        string path = Path.Combine(_folder, JournalSegments.NameOf(day) + ".json");
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, SummaryJson.Default.SummaryDocument) is { Complete: true };
        }
        catch (JsonException)
        {
            // Someone's else, or a later version's: written anew.
            return false;
        }
    }
}
