using System.Text;
using LoadGen.Telemetry.Sources.Scraping;

namespace LoadGen.Telemetry.Engines;

/// <summary>An engine's page of metrics, fetched before and after a measurement; both pages are kept as they came.</summary>
public sealed class EngineScrape : IDisposable
{
    /// <summary>The file of the page before.</summary>
    public const string StartFile = "engine-metrics-start.txt";

    /// <summary>The file of the page after.</summary>
    public const string EndFile = "engine-metrics-end.txt";

    private readonly MetricsPage _page;
    private readonly Func<string, Stream> _create;
    private string? _start;
    private string? _end;

    /// <summary>Prepares; nothing is fetched yet.</summary>
    /// <param name="url">The page.</param>
    /// <param name="create">Makes a file of the run's folder.</param>
    public EngineScrape(Uri url, Func<string, Stream> create)
    {
        _page = new MetricsPage(url);
        _create = create;
    }

    /// <summary>The page.</summary>
    public Uri Url => _page.Url;

    /// <summary>Why there are no differences; null when there are.</summary>
    public string? Absent { get; private set; } = "the measurement did not begin";

    /// <summary>How much each counter grew; null when a page is missing.</summary>
    public IReadOnlyDictionary<string, double>? Differences => _start is not null && _end is not null ? EngineCounters.Differences(_start, _end) : null;

    /// <summary>Fetches the page before.</summary>
    public void Begin()
    {
        Absent = "the measurement did not end";
        _start = Keep(StartFile);
    }

    /// <summary>Fetches the page after.</summary>
    public void End()
    {
        if (_start is not null)
        {
            Absent = null;
            _end = Keep(EndFile);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _page.Dispose();

    private string? Keep(string name)
    {
        try
        {
            string page = _page.Fetch();
            using Stream file = _create(name);
            file.Write(Encoding.UTF8.GetBytes(page));
            return page;
        }
        catch (Exception e) when (e is TelemetryException or IOException)
        {
            Absent = e.Message;
            return null;
        }
    }
}
