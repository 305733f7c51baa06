using System.Text;
using LoadGen.Histograms;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>
/// The files that grow while a run is on: <c>records.jsonl</c>, and one <c>.hlog</c> line an interval for TTFT, ITL, TPOT and E2E (values in
/// ns). TTFT and ITL are logged when they arrive, whatever becomes of their request; TPOT and E2E when their request completes.
/// </summary>
public sealed class RunLogs : IRunLog
{
    private readonly LineFile _records;
    private readonly RecordLine _line = new();
    private readonly List<IntervalLog> _logs = [];

    /// <summary>Creates the files.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="startTime">The measured phase's start.</param>
    public RunLogs(RunFolder folder, DateTimeOffset startTime)
        : this(name => folder.Create(name), startTime)
    {
    }

    internal RunLogs(Func<string, Stream> create, DateTimeOffset startTime)
    {
        _records = new LineFile(create("records.jsonl"));
        Ttft = Add(create, "ttft", startTime);
        Itl = Add(create, "itl", startTime);
        Tpot = Add(create, "tpot", startTime);
        E2e = Add(create, "e2e", startTime);
    }

    /// <inheritdoc/>
    public HdrHistogram Ttft { get; }

    /// <inheritdoc/>
    public HdrHistogram Itl { get; }

    /// <summary>This interval's times per output token, ns.</summary>
    public HdrHistogram Tpot { get; }

    /// <summary>This interval's end-to-end latencies, ns.</summary>
    public HdrHistogram E2e { get; }

    /// <summary>Requests whose line is in <c>records.jsonl</c>.</summary>
    public long RecordsWritten => _records.LinesWritten;

    /// <summary>Writes a finished request's line, and its TPOT and E2E if it completed.</summary>
    public void Add(RequestTimeline timeline, in RequestFigures figures, long runStartNs, SteadySpan steady)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        if (timeline.Outcome == Outcome.Completed)
        {
            E2e.TryRecord(figures.E2eNs);
            if (figures.TpotNs >= 0)
            {
                Tpot.TryRecord((long)Math.Round(figures.TpotNs));
            }
        }

        _line.Write(_records, timeline, figures, runStartNs, steady);
    }

    /// <summary>Ends an interval: one line in each log, everything flushed, histograms empty again.</summary>
    /// <param name="startS">The interval's start, seconds after the run's.</param>
    /// <param name="lengthS">Its length in seconds.</param>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void EndInterval(double startS, double lengthS)
    {
        // The records first: everything else can be computed from them.
        _records.Flush();
        foreach (IntervalLog log in _logs)
        {
            log.Write(startS, lengthS);
        }
    }

    /// <inheritdoc/>
    public void Told(long nowNs)
    {
        // Lines gather until they are many, or the interval is over.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _line.Dispose();
        _records.Dispose();
        foreach (IntervalLog log in _logs)
        {
            log.Dispose();
        }
    }

    private HdrHistogram Add(Func<string, Stream> create, string name, DateTimeOffset startTime)
    {
        var log = new IntervalLog(create(name + ".hlog"), name, startTime);
        _logs.Add(log);
        return log.Histogram;
    }

    // As LineFile: whole lines only, so that a full disk leaves logs that can be read.
    private sealed class IntervalLog : IDisposable
    {
        private readonly Stream _stream;
        private readonly StreamWriter _text;
        private readonly HistogramLogWriter _writer;
        private long _wholeBytes;

        public IntervalLog(Stream stream, string name, DateTimeOffset startTime)
        {
            _stream = stream;
            _text = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\n" };
            _writer = new HistogramLogWriter(_text);
            _writer.WriteHeader($"[LoadGen {name}, values in ns]", startTime);
            _text.Flush();
            _wholeBytes = stream.Position;
        }

        public HdrHistogram Histogram { get; } = MetricAccumulator.NewHistogram();

        public void Write(double startS, double lengthS)
        {
            try
            {
                _writer.WriteInterval(Histogram, startS, lengthS);
                _text.Flush();
            }
            catch (IOException)
            {
                LineFile.CutBack(_stream, _wholeBytes);
                throw;
            }

            _wholeBytes = _stream.Position;
            Histogram.Reset();
        }

        public void Dispose() => _stream.Dispose();
    }
}
