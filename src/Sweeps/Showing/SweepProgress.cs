using System.Globalization;
using LoadGen.Results.Scores;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;

namespace LoadGen.Sweeps.Showing;

/// <summary>Tells of a sweep under way: a line for each thing that happens; on a terminal one more that says what runs now, and is written over.</summary>
public sealed class SweepProgress : ISweepWatcher, IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly TextWriter _output;
    private readonly bool _isTerminal;
    private readonly Func<int> _width;
    private readonly SweepEstimate _estimate;
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Start, TimeSpan Expected)> _running = new(StringComparer.Ordinal);
    private int _planned;
    private int _over;
    private bool _hasLiveLine;

    /// <summary>Creates it.</summary>
    /// <param name="output">Takes the lines.</param>
    /// <param name="isTerminal">The live line is wanted.</param>
    /// <param name="width">The terminal's width.</param>
    /// <param name="estimate">How long points take.</param>
    /// <param name="time">The clock.</param>
    public SweepProgress(TextWriter output, bool isTerminal, Func<int> width, SweepEstimate estimate, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_output, _isTerminal, _width, _estimate, _time) = (output, isTerminal, width, estimate, time);
        _timer = isTerminal ? time.CreateTimer(_ => Refresh(), null, s_period, s_period) : null;
    }

    /// <inheritdoc/>
    public void OnBegun(int points, int kept)
    {
        lock (_lock)
        {
            _planned = points;
        }

        Line(kept > 0 ? string.Create(CultureInfo.InvariantCulture, $"{points} points to measure, {kept} are done") : string.Create(CultureInfo.InvariantCulture, $"{points} points to measure"));
    }

    /// <inheritdoc/>
    public void OnLaunching(ConfigurationPlan configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Begin(configuration.Id, _estimate.StartOf(configuration).Time);
    }

    /// <inheritdoc/>
    public void OnReady(ConfigurationPlan configuration, TimeSpan took)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        End(configuration.Id);
        Line($"{configuration.Id}: {(configuration.Launch is null ? "measured" : "serves")} {(configuration.Launch is null ? $"at {configuration.Url}" : $"after {Duration.Text(took)}")}");
    }

    /// <inheritdoc/>
    public void OnEngineFailed(ConfigurationPlan configuration, string message, IReadOnlyList<string> details)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(details);
        End(configuration.Id);
        Line($"{configuration.Id}: {message}");
        foreach (string detail in details)
        {
            Line("  " + detail);
        }
    }

    /// <inheritdoc/>
    public void OnPoint(PointPlan point)
    {
        ArgumentNullException.ThrowIfNull(point);
        Begin(point.Id, _estimate.Of(point).Time);
    }

    /// <inheritdoc/>
    public void OnPointDone(PointPlan point, TimeSpan took, bool isValid)
    {
        ArgumentNullException.ThrowIfNull(point);
        Over(point, $"{Duration.Text(took)}{(isValid ? "" : ", not valid: its result says why")}");
    }

    /// <inheritdoc/>
    public void OnPointFailed(PointPlan point, string message)
    {
        ArgumentNullException.ThrowIfNull(point);
        Over(point, $"failed: {message}");
    }

    /// <inheritdoc/>
    public void OnEvalDone(PointPlan point, EvalPlan eval, TimeSpan took, TaskScore? score)
    {
        ArgumentNullException.ThrowIfNull(point);
        ArgumentNullException.ThrowIfNull(eval);
        string accuracy = score is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {100 * score.Accuracy:0.0}% of {score.Asked} right");
        Line($"{point.Id}: {eval.Name}{accuracy}, {Duration.Text(took)}");
    }

    /// <inheritdoc/>
    public void OnNote(string line) => Line(line);

    /// <summary>Takes the live line away.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            Clear();
        }
    }

    private void Begin(string what, TimeSpan expected)
    {
        lock (_lock)
        {
            _running[what] = (_time.GetTimestamp(), expected);
        }

        Refresh();
    }

    private void End(string what)
    {
        lock (_lock)
        {
            _running.Remove(what);
        }
    }

    private void Over(PointPlan point, string text)
    {
        int number;
        lock (_lock)
        {
            _running.Remove(point.Id);
            number = ++_over;
        }

        Line(string.Create(CultureInfo.InvariantCulture, $"[{number}/{_planned}] {point.Id}: {text}"));
    }

    private void Line(string text)
    {
        lock (_lock)
        {
            Clear();
            _output.Write(text.ReplaceLineEndings(" ") + "\n");
            _output.Flush();
        }

        Refresh();
    }

    private void Refresh()
    {
        lock (_lock)
        {
            if (!_isTerminal || _running.Count == 0)
            {
                return;
            }

            string text = string.Create(CultureInfo.InvariantCulture,
                $"{_over}/{_planned}  {string.Join(", ", _running.Select(one => $"{one.Key} {Duration.Text(_time.GetElapsedTime(one.Value.Start))} of about {Duration.Text(one.Value.Expected)}"))}");
            int width = Math.Max(20, _width()) - 1;
            Clear();
            _output.Write(text.Length > width ? text[..width] : text);
            _output.Flush();
            _hasLiveLine = true;
        }
    }

    private void Clear()
    {
        if (_hasLiveLine)
        {
            // To the line's start, and away with what stands there.
            _output.Write("\r\u001b[K");
            _hasLiveLine = false;
        }
    }
}
