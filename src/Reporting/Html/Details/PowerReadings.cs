using System.Globalization;

namespace LoadGen.Reporting.Html.Details;

/// <summary>The power of a run's GPUs from <c>telemetry.csv</c>, as one curve.</summary>
internal sealed class PowerReadings
{
    // Between readings further apart than this nothing is drawn. Sources are read each second or more often.
    private const double GapSMax = 3;

    private readonly Dictionary<string, List<(double AtS, double Watts)>> _gpus = [];

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="startUnixS">The run's start: instants are seconds after it.</param>
    /// <returns>Null where it has no readings of power.</returns>
    public static PowerReadings? Read(string path, double startUnixS)
    {
        using var reader = File.OpenText(path);
        string[] header = reader.ReadLine()?.Split(',') ?? [];
        int time = Array.IndexOf(header, "time_unix_s");
        int gpu = Array.IndexOf(header, "index");
        int power = Array.IndexOf(header, "power_w");
        if (time < 0 || gpu < 0 || power < 0)
        {
            return null;
        }

        var readings = new PowerReadings();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            if (fields.Length == header.Length && Number(fields[time]) is { } at && Number(fields[power]) is { } watts)
            {
                readings.Add(fields[gpu], at - startUnixS, watts);
            }
        }

        return readings._gpus.Count > 0 ? readings : null;
    }

    /// <summary>Mean power of all GPUs together over each span; null where one of them was not read.</summary>
    public IReadOnlyList<double?> Over(int spans, double stepS)
    {
        var sums = new double?[spans];
        Array.Fill(sums, 0);
        foreach (List<(double AtS, double Watts)> readings in _gpus.Values)
        {
            int at = 0;
            for (int i = 0; i < spans; i++)
            {
                sums[i] += Mean(readings, ref at, i * stepS, (i + 1) * stepS);
            }
        }

        return [.. sums.Select(sum => sum is { } watts ? ReportFigures.Rounded(watts) : null)];
    }

    // Of the readings in the span; of none, the line between its neighbours at the middle of the span.
    private static double? Mean(List<(double AtS, double Watts)> readings, ref int at, double fromS, double toS)
    {
        while (at < readings.Count && readings[at].AtS < fromS)
        {
            at++;
        }

        int end = at;
        double sum = 0;
        while (end < readings.Count && readings[end].AtS < toS)
        {
            sum += readings[end++].Watts;
        }

        if (end > at)
        {
            return sum / (end - at);
        }

        if (at == 0 || at == readings.Count || readings[at].AtS - readings[at - 1].AtS > GapSMax)
        {
            return null;
        }

        ((double before, double low), (double after, double high)) = (readings[at - 1], readings[at]);
        return low + ((high - low) * (((fromS + toS) / 2) - before) / (after - before));
    }

    private void Add(string gpu, double atS, double watts)
    {
        if (!_gpus.TryGetValue(gpu, out List<(double, double)>? readings))
        {
            _gpus[gpu] = readings = [];
        }

        if (readings.Count == 0 || atS > readings[^1].Item1)
        {
            readings.Add((atS, watts));
        }
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
