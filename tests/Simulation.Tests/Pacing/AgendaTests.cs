using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Pacing;

public class AgendaTests
{
    private readonly ManualClock _clock = new();
    private readonly PacerTotals _totals = new();
    private readonly List<string> _log = [];

    [Fact]
    public void Nothing_runs_before_it_is_due_and_the_next_due_time_is_told()
    {
        var agenda = new Agenda(_clock);
        agenda.Accept(new Item("a", _log, 30));
        agenda.Accept(new Item("b", _log, 20));
        _clock.NowNs = 19;
        Assert.Equal(20, agenda.RunDue(_totals, 10));
        Assert.Empty(_log);
    }

    [Fact]
    public void What_is_due_runs_in_the_order_of_its_due_times()
    {
        var agenda = new Agenda(_clock);
        agenda.Accept(new Item("a", _log, 30, 50));
        agenda.Accept(new Item("b", _log, 20, 40, 90));
        _clock.NowNs = 60;
        Assert.Equal(90, agenda.RunDue(_totals, 10));
        Assert.Equal(["b", "a", "b", "a"], _log);
    }

    [Fact]
    public void An_empty_agenda_is_never_due()
    {
        var agenda = new Agenda(_clock);
        agenda.Accept(new Item("a", _log, 1));
        _clock.NowNs = 1;
        Assert.Equal(Agenda.Never, agenda.RunDue(_totals, 10));
        Assert.Equal(["a"], _log);
    }

    [Fact]
    public void The_budget_bounds_a_round_and_the_rest_stays_due()
    {
        var agenda = new Agenda(_clock);
        agenda.Accept(new Item("a", _log, 1, 2, 3, 4, 5));
        _clock.NowNs = 10;
        Assert.Equal(3, agenda.RunDue(_totals, 2));
        Assert.Equal(["a", "a"], _log);
    }

    [Fact]
    public void What_is_cancelled_is_aborted_at_once_and_its_old_entry_does_nothing()
    {
        var agenda = new Agenda(_clock);
        var item = new Item("a", _log, 5);
        agenda.Accept(item);
        item.CancelRequested = true;
        agenda.Accept(item);
        Assert.True(item.Aborted);
        _clock.NowNs = 5;
        Assert.Equal(Agenda.Never, agenda.RunDue(_totals, 10));
        Assert.Empty(_log);
    }

    [Fact]
    public void What_waits_for_something_else_is_not_queued()
    {
        var agenda = new Agenda(_clock);
        agenda.Accept(new Item("a", _log));
        _clock.NowNs = long.MaxValue - 1;
        Assert.Equal(Agenda.Never, agenda.RunDue(_totals, 10));
        Assert.Empty(_log);
    }

    private sealed class Item(string name, List<string> log, params long[] dues) : IPaced
    {
        private int _next;

        public long DueNs => _next < dues.Length ? dues[_next] : Agenda.Never;

        public bool CancelRequested { get; set; }

        public bool Aborted { get; private set; }

        public long Run(long nowNs, PacerTotals totals)
        {
            if (Aborted)
            {
                return Agenda.Never;
            }

            Assert.True(nowNs >= DueNs);
            log.Add(name);
            _next++;
            return DueNs;
        }

        public void Abort() => Aborted = true;
    }
}
