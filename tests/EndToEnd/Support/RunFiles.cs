using System.Text.Json;

namespace LoadGen.EndToEnd.Support;

/// <summary>The files of a run.</summary>
internal sealed class RunFiles
{
    public static readonly string[] Logs = ["ttft", "itl", "tpot", "e2e"];

    private readonly string _folder;

    public RunFiles(string folder)
    {
        _folder = folder;
        Result = Json("result.json");
    }

    public JsonElement Result { get; }

    public string Status => Result.GetProperty("status").GetString()!;

    public string RecordsText => File.ReadAllText(Path.Combine(_folder, "records.jsonl"));

    public JsonElement InferenceX => Json("inferencex.json");

    /// <summary>The records in the workload's order. Fails on a line that is not whole.</summary>
    public IReadOnlyList<JsonElement> Records()
    {
        string text = RecordsText;
        Assert.True(text.Length == 0 || text.EndsWith('\n'), "the last line of records.jsonl is not whole");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .OrderBy(record => record.GetProperty("index").GetInt32())];
    }

    public long Outcome(string name) => Result.GetProperty("outcomes").GetProperty(name).GetInt64();

    public JsonElement Metric(string name) => Result.GetProperty("metrics").GetProperty(name);

    public string LogPath(string name) => Path.Combine(_folder, name + ".hlog");

    /// <summary>Nothing that is only needed during a run is left.</summary>
    public void AssertNothingLeftOver() =>
        Assert.DoesNotContain(Directory.GetFiles(_folder).Select(Path.GetFileName), name => name!.StartsWith('.') || name.EndsWith(".tmp", StringComparison.Ordinal));

    /// <summary>What holds for every run: outcomes add up, and each request has its line.</summary>
    public RunFiles AssertAddsUp()
    {
        JsonElement outcomes = Result.GetProperty("outcomes");
        long failed = outcomes.EnumerateObject().Where(o => o.Name is not ("requested" or "completed" or "failed")).Sum(o => o.Value.GetInt64());
        Assert.Equal(Outcome("requested"), Outcome("completed") + Outcome("failed"));
        Assert.Equal(Outcome("failed"), failed);
        IReadOnlyList<JsonElement> records = Records();
        Assert.Equal(Outcome("requested"), records.Count);
        Assert.Equal(Outcome("completed"), records.Count(r => r.GetProperty("outcome").GetString() == "completed"));
        AssertNothingLeftOver();
        return this;
    }

    private JsonElement Json(string name)
    {
        string path = Path.Combine(_folder, name);
        Assert.True(File.Exists(path), $"{path} was not written");
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }
}
