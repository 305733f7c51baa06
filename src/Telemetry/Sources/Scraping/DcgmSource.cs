using System.Globalization;
using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Sources.Scraping;

/// <summary>
/// NVIDIA GPUs of any host through a DCGM exporter's page. The exporter takes its figures in a rhythm of its own (30 s unless told otherwise),
/// so a page may repeat them: only a page on which a GPU's power or energy moved is a new reading of it.
/// </summary>
public sealed class DcgmSource : IGpuSource
{
    private const double BytesPerMiB = 1 << 20;

    private readonly MetricsPage _page;
    private readonly IMonotonicClock _clock;
    private readonly Dictionary<int, int> _places = [];
    private readonly GpuReading[] _last;
    private readonly SourceErrors _errors = new();

    private DcgmSource(MetricsPage page, IMonotonicClock clock, IReadOnlyList<GpuDevice> devices)
    {
        _page = page;
        _clock = clock;
        Devices = devices;
        _last = new GpuReading[devices.Count];
        for (int i = 0; i < devices.Count; i++)
        {
            _places[devices[i].Index] = i;
            _last[i] = GpuReading.None;
        }
    }

    /// <inheritdoc/>
    public string Name => "dcgm";

    /// <inheritdoc/>
    public string PowerMeaning => "DCGM_FI_DEV_POWER_USAGE: board power as of the exporter's last collection (30 s apart unless it runs with -c)";

    /// <inheritdoc/>
    public IReadOnlyList<GpuDevice> Devices { get; }

    /// <inheritdoc/>
    public long Errors => _errors.Count;

    /// <inheritdoc/>
    public string? LastError => _errors.Last;

    /// <summary>Fetches the page once, for the GPUs on it.</summary>
    /// <param name="url">The page.</param>
    /// <param name="gpus">Their indices; null for all.</param>
    /// <param name="clock">Stamps the pages.</param>
    /// <exception cref="TelemetryException">There is no such page, or not one of the GPUs on it.</exception>
    public static DcgmSource Open(Uri url, IReadOnlyList<int>? gpus, IMonotonicClock clock)
    {
        var page = new MetricsPage(url);
        try
        {
            GpuDevice[] present = [.. PrometheusSample.Parse(page.Fetch()).Where(s => s.Name == "DCGM_FI_DEV_POWER_USAGE").Select(Device).OfType<GpuDevice>().DistinctBy(d => d.Index)];
            return present.Length == 0
                ? throw new TelemetryException($"{url} has no DCGM_FI_DEV_POWER_USAGE: name a DCGM exporter's page, and keep that field in its list")
                : new DcgmSource(page, clock, GpuSelection.Pick(present, d => d, gpus));
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Read(Span<GpuReading> readings, bool withEnergy)
    {
        try
        {
            long before = _clock.NowNs;
            string page = _page.Fetch();
            Take(page, before + ((_clock.NowNs - before) / 2));
        }
        catch (TelemetryException e)
        {
            _errors.Add(e.Message);
        }

        _last.CopyTo(readings);
    }

    /// <inheritdoc/>
    public void Dispose() => _page.Dispose();

    private void Take(string page, long timeNs)
    {
        var now = new GpuReading[_last.Length];
        Array.Fill(now, GpuReading.None);
        foreach (PrometheusSample sample in PrometheusSample.Parse(page))
        {
            if (sample.Name.StartsWith("DCGM_FI_DEV_", StringComparison.Ordinal) && Device(sample) is { } device && _places.TryGetValue(device.Index, out int place))
            {
                Set(ref now[place], sample);
            }
        }

        for (int i = 0; i < now.Length; i++)
        {
            if (now[i].HasFigures && !(now[i].PowerW.Equals(_last[i].PowerW) && now[i].EnergyJ.Equals(_last[i].EnergyJ)))
            {
                now[i].TimeNs = timeNs;
                _last[i] = now[i];
            }
        }
    }

    private static void Set(ref GpuReading reading, in PrometheusSample sample)
    {
        switch (sample.Name)
        {
            case "DCGM_FI_DEV_POWER_USAGE":
                reading.PowerW = sample.Value;
                break;
            case "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION":
                reading.EnergyJ = sample.Value / 1e3;
                break;
            case "DCGM_FI_DEV_GPU_UTIL":
                reading.UtilizationPercent = sample.Value;
                break;
            case "DCGM_FI_DEV_SM_CLOCK":
                reading.SmClockMhz = sample.Value;
                break;
            case "DCGM_FI_DEV_MEM_CLOCK":
                reading.MemoryClockMhz = sample.Value;
                break;
            case "DCGM_FI_DEV_FB_USED":
                reading.MemoryUsedBytes = sample.Value * BytesPerMiB;
                break;
            case "DCGM_FI_DEV_GPU_TEMP":
                reading.TemperatureC = sample.Value;
                break;
        }
    }

    private static GpuDevice? Device(PrometheusSample sample) =>
        int.TryParse(sample.Label("gpu"), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new GpuDevice(index, sample.Label("UUID") ?? "", sample.Label("modelName") ?? "")
            : null;
}
