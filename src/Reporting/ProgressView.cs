using System.Globalization;
using LoadGen.Measurement.Recording;

namespace LoadGen.Reporting;

/// <summary>Shows a run while it is on: one line rewritten in place on a terminal, a plain line now and then elsewhere.</summary>
public sealed class ProgressView : IRunObserver
{
    // A log file wants far fewer lines than a terminal wants updates.
    private const double PlainEveryS = 10;
    private const string ClearLine = "\r\u001b[2K";

    private readonly TextWriter _output;
    private readonly bool _isTerminal;
    private readonly Func<int> _width;
    private double _lastPlainS = double.NegativeInfinity;
    private bool _lastWasWarmup;
    private bool _lineOpen;

    /// <summary>Creates the view.</summary>
    /// <param name="output">Where to (standard error, so that standard output stays the result's).</param>
    /// <param name="isTerminal">Whether a person watches.</param>
    /// <param name="width">Columns of the terminal.</param>
    public ProgressView(TextWriter output, bool isTerminal, Func<int> width)
    {
        _output = output;
        _isTerminal = isTerminal;
        _width = width;
    }

    /// <inheritdoc/>
    public void OnInterval(BenchSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        string line = Line(snapshot);
        if (_isTerminal)
        {
            int width = Math.Max(20, _width() - 1);
            _output.Write(ClearLine + (line.Length > width ? line[..width] : line));
            _output.Flush();
            _lineOpen = true;
            return;
        }

        if (snapshot.IsWarmup != _lastWasWarmup)
        {
            _lastPlainS = double.NegativeInfinity;
        }

        if (snapshot.ElapsedS - _lastPlainS >= PlainEveryS)
        {
            _output.WriteLine(line);
            _output.Flush();
            _lastPlainS = snapshot.ElapsedS;
            _lastWasWarmup = snapshot.IsWarmup;
        }
    }

    /// <summary>Takes the line off the terminal, so that what follows starts on an empty one.</summary>
    public void Close()
    {
        if (_lineOpen)
        {
            _output.Write(ClearLine);
            _output.Flush();
            _lineOpen = false;
        }
    }

    /// <summary>The line for a snapshot.</summary>
    public static string Line(BenchSnapshot s)
    {
        ArgumentNullException.ThrowIfNull(s);
        string of = s.Planned is { } planned ? "/" + Figures.Count(planned) : "";
        string left = s.RemainingS is { } remaining ? $" | {Figures.Clock(remaining)} left" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{(s.IsWarmup ? "warm-up " : "")}{Figures.Count(s.Done)}{of} done, {Figures.Count(s.Active)} active, {Figures.Count(s.Failed)} failed"
            + $" | {Figures.Count((long)Math.Round(s.TokensPerS))} tok/s"
            + $" | TTFT p50 {Figures.Ms(s.TtftP50Ms)} p99 {Figures.Ms(s.TtftP99Ms)} ms"
            + $" | ITL p50 {Figures.Ms(s.ItlP50Ms)} p99 {Figures.Ms(s.ItlP99Ms)} ms{left}");
    }
}
