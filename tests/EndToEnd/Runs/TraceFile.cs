using System.Globalization;
using System.Text.Json;

namespace LoadGen.EndToEnd.Runs;

/// <summary>A trace as its file states it, read the plain way: what the replay is held to.</summary>
internal sealed record TraceFile(IReadOnlyList<double> Seconds, IReadOnlyList<int> InputTokens, IReadOnlyList<int> OutputTokens)
{
    public static TraceFile Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        return path.EndsWith(".csv", StringComparison.Ordinal) ? Azure(lines) : Mooncake(lines);
    }

    private static TraceFile Azure(string[] lines)
    {
        string[][] fields = [.. lines.Skip(1).Select(line => line.Split(','))];
        return new TraceFile(
            [.. fields.Select(f => DateTime.Parse(f[0], CultureInfo.InvariantCulture).Ticks / (double)TimeSpan.TicksPerSecond)],
            [.. fields.Select(f => int.Parse(f[1], CultureInfo.InvariantCulture))],
            [.. fields.Select(f => int.Parse(f[2], CultureInfo.InvariantCulture))]);
    }

    private static TraceFile Mooncake(string[] lines)
    {
        JsonElement[] requests = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        return new TraceFile(
            [.. requests.Select(r => r.GetProperty("timestamp").GetDouble() / 1000)],
            [.. requests.Select(r => r.GetProperty("input_length").GetInt32())],
            [.. requests.Select(r => r.GetProperty("output_length").GetInt32())]);
    }
}
