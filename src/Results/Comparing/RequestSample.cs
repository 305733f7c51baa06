using System.Text.Json;
using LoadGen.Results.Rows;
using LoadGen.Results.Store;

namespace LoadGen.Results.Comparing;

/// <summary>Completed requests of one or more runs, from <c>records.jsonl</c>: what a resampling draws from.</summary>
public sealed class RequestSample
{
    private const string Completed = "completed";

    /// <summary>Time to the first token of each request, s.</summary>
    public required IReadOnlyList<double> TtftS { get; init; }

    /// <summary>Time per output token, s, of each request of two tokens or more.</summary>
    public required IReadOnlyList<double> TpotS { get; init; }

    /// <summary>End-to-end latency of each request, s.</summary>
    public required IReadOnlyList<double> E2eS { get; init; }

    /// <summary>Input tokens of each request, in the order of <see cref="E2eS"/>.</summary>
    public required IReadOnlyList<double> InputTokens { get; init; }

    /// <summary>Output tokens of each request, in the order of <see cref="E2eS"/>.</summary>
    public required IReadOnlyList<double> OutputTokens { get; init; }

    /// <summary>Reads the records of runs.</summary>
    /// <param name="folders">Their folders; one without records has none.</param>
    /// <returns>Null where there is no record at all.</returns>
    /// <exception cref="ResultsException">A file cannot be read.</exception>
    public static RequestSample? Read(IEnumerable<string?> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        List<double> ttft = [], tpot = [], e2e = [], input = [], output = [];
        foreach (string path in folders.OfType<string>().Select(folder => Path.Combine(folder, RunFiles.Records)).Where(File.Exists))
        {
            foreach (JsonElement record in Lines(path))
            {
                if (record.Text("outcome") == Completed && record.Number("e2e_ms") is { } e2eMs && record.Number("ttft_ms") is { } ttftMs)
                {
                    ttft.Add(ttftMs / 1000);
                    e2e.Add(e2eMs / 1000);
                    input.Add(record.Number("input_tokens") ?? 0);
                    output.Add(record.Number("output_tokens") ?? 0);
                    if (record.Number("tpot_ms") is { } tpotMs)
                    {
                        tpot.Add(tpotMs / 1000);
                    }
                }
            }
        }

        return e2e.Count == 0 ? null : new RequestSample { TtftS = ttft, TpotS = tpot, E2eS = e2e, InputTokens = input, OutputTokens = output };
    }

    private static IEnumerable<JsonElement> Lines(string path)
    {
        using var reader = new StreamReader(path);
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            JsonDocument document;
            try
            {
                document = JsonDocument.Parse(line);
            }
            catch (JsonException e)
            {
                throw new ResultsException($"{path}:{number}: not a record ({e.Message.ReplaceLineEndings(" ")}); accepted: one JSON object a line", e);
            }

            using (document)
            {
                yield return document.RootElement;
            }
        }
    }
}
