using LoadGen.Measurement.Running;
using LoadGen.Measurement.Running.Sessions;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Sessions;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Sessions in a file of their own, which is gone after the test.</summary>
internal sealed class SessionDataset : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SessionDataset(params IEnumerable<string> lines)
        : this(null, null, lines)
    {
    }

    public SessionDataset(DatasetFormat? format, TimeScale? time, params IEnumerable<string> lines)
    {
        File.WriteAllLines(_folder.Of("dataset.jsonl"), lines);
        Source = DatasetFile.Open(_folder.Of("dataset.jsonl"), new DatasetOptions { Format = format, Time = time ?? TimeScale.Recorded });
    }

    public ConversationSource Source { get; }

    public SessionOptions Sessions => new() { Source = Source, Prompts = new DatasetWorkloadOptions { OutputTokens = 3 } };

    /// <summary>So many sessions of so many turns of text, with a gap before each turn but the first.</summary>
    public static SessionDataset OfText(int sessions, int turns, int gapMs = 0, int? startEveryMs = null) => new(Enumerable.Range(0, sessions).Select(s =>
        $$"""{"session_id":"s{{s}}","turns":[{{string.Join(',', Enumerable.Range(0, turns).Select(t =>
            $$"""{"text":"question {{t}} of {{s}}","answer":"answer {{t}}","output_tokens":3{{(t > 0 ? $",\"delay\":{gapMs}" : "")}}{{(startEveryMs is { } every && t == 0 ? $",\"timestamp\":{s * every}" : "")}}}"""))}}]}"""));

    /// <summary>A run of all sessions.</summary>
    public BenchOptions Options(Uri url, string api = "chat", int concurrency = 2, Func<SessionOptions, SessionOptions>? change = null) => Bench.Options(url, api, null, concurrency) with
    {
        Workload = new SessionWorkload(Source, "test"),
        Sessions = change?.Invoke(Sessions) ?? Sessions,
        Generation = new Inference.GenerationOptions { Model = "sim" },
    };

    public void Dispose()
    {
        Source.Dispose();
        _folder.Dispose();
    }
}
