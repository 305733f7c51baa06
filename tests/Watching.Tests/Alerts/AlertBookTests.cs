using LoadGen.Watching.Alerts;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Settings;
using LoadGen.Watching.Tests.Support;
using LoadGen.Watching.Windows;

namespace LoadGen.Watching.Tests.Alerts;

public class AlertBookTests
{
    // 1% of failures, the alert at 10 times that in an hour and in five minutes.
    private static readonly WatchPlan s_plan = Plans.Read("/tmp", """
        endpoints: [{ name: a, url: http://127.0.0.1:9, model: m }]
        objectives: [{ name: errors, metric: error_rate, max: 1% }]
        windows: [5m]
        alerts: [{ name: page, burn: 10, windows: [1h, 5m], overruns_min: 3 }]
        """);

    private readonly EndpointTrack _track = new("a", s_plan.Objectives, s_plan.Windows);
    private readonly AlertBook _book = new(s_plan.Alerts, s_plan.Windows, []);
    private DateTimeOffset _now = Probes.Noon;

    [Fact]
    public void It_fires_when_all_windows_are_above_and_is_over_when_one_is_not()
    {
        Add(100, isBad: false);
        Assert.Empty(Changes());
        Add(10, isBad: true);
        Assert.Empty(Changes());
        Add(3, isBad: true);
        AlertRecord fired = Assert.Single(Changes());
        Assert.True(fired.IsFiring);
        Assert.Equal([new WindowBurn("1h", 113, 13, 11.504), new WindowBurn("5m", 30, 13, 43.333)], fired.Windows);
        _book.Apply(fired with { Id = 1 });
        Assert.Empty(Changes());

        Add(28, isBad: false);
        AlertRecord over = Assert.Single(Changes());
        Assert.False(over.IsFiring);
        _book.Apply(over with { Id = 2 });
        Assert.Empty(Changes());
        Assert.Empty(_book.Firing);
    }

    [Fact]
    public void Few_overruns_are_no_incident_however_high_their_rate()
    {
        Add(2, isBad: true);
        Assert.Equal(100, _track.Objectives[0].Burn(0), 9);
        Assert.Empty(Changes());
        Add(1, isBad: true);
        Assert.Single(Changes());
    }

    [Fact]
    public void Its_line_says_whom_what_and_by_how_much()
    {
        Add(5, isBad: true);
        Assert.Equal(
            "page fires: a, errors (1h: 5 of 5 missed it, burn 100, 5m: 5 of 5 missed it, burn 100; threshold 10, allowed 1%)",
            AlertText.Of(Assert.Single(Changes())));
    }

    private void Add(int probes, bool isBad)
    {
        for (int i = 0; i < probes; i++)
        {
            _now = _now.AddSeconds(10);
            ProbeRecord probe = Probes.Good("a", _now);
            _track.Add(isBad ? Probes.Bad(probe) : probe);
        }
    }

    private List<AlertRecord> Changes()
    {
        _track.MoveTo(_now);
        return _book.Changes(_track, _now);
    }
}
