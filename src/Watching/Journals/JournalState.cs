namespace LoadGen.Watching.Journals;

/// <summary>What a journal says in the end: folded over its records, those read and those written alike.</summary>
internal sealed class JournalState
{
    private readonly Dictionary<(string Alert, string Endpoint, string Objective), AlertRecord> _firing = [];
    private readonly SortedDictionary<long, AlertRecord> _undelivered = [];
    private long? _seed;
    private long _nextRound;
    private int _nextPrompt;
    private long _nextAlert = 1;

    /// <summary>When the last record was written; null before there is one.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>The last watcher ended in order.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The seed that the journal goes by; null before a watcher began one.</summary>
    public long? Seed => _seed;

    public IEnumerable<AlertRecord> Firing => _firing.Values;

    public IEnumerable<AlertRecord> Undelivered => _undelivered.Values;

    /// <summary>What goes on.</summary>
    /// <param name="seed">The seed of a journal that has none yet.</param>
    public JournalCarry Carry(long seed) => new()
    {
        Seed = _seed ?? seed,
        NextRound = _nextRound,
        NextPrompt = _nextPrompt,
        NextAlert = _nextAlert,
        Firing = [.. _firing.Values.OrderBy(alert => alert.Id)],
        Undelivered = [.. _undelivered.Values],
    };

    public void Apply(JournalRecord record)
    {
        LastAt = record.At;
        HasEnded = record is EndRecord;
        switch (record)
        {
            case BeginRecord begin:
                Take(begin.Carry);
                break;
            case DayRecord day:
                Take(day.Carry);
                break;
            case ProbeRecord probe:
                _nextRound = Math.Max(_nextRound, probe.Round + 1);
                _nextPrompt = Math.Max(_nextPrompt, probe.Prompt + 1);
                break;
            case AlertRecord alert:
                Apply(alert);
                break;
            case DeliveryRecord delivery:
                _undelivered.Remove(delivery.Id);
                break;
            case GapRecord or EndRecord:
                break;
            default:
                throw new ArgumentException($"a record of the unknown kind {record.GetType().Name}", nameof(record));
        }
    }

    /// <summary>A round begins: its numbers are used, whatever becomes of its probes.</summary>
    public void Use(long round, int prompts)
    {
        _nextRound = round + 1;
        _nextPrompt += prompts;
    }

    private static (string Alert, string Endpoint, string Objective) Key(AlertRecord alert) => (alert.Alert, alert.Endpoint, alert.Objective);

    private void Apply(AlertRecord alert)
    {
        _nextAlert = Math.Max(_nextAlert, alert.Id + 1);
        _undelivered[alert.Id] = alert;
        if (alert.IsFiring)
        {
            _firing[Key(alert)] = alert;
        }
        else
        {
            _firing.Remove(Key(alert));
        }
    }

    private void Take(JournalCarry carry)
    {
        (_seed, _nextRound, _nextPrompt, _nextAlert) =
            (carry.Seed, Math.Max(_nextRound, carry.NextRound), Math.Max(_nextPrompt, carry.NextPrompt), Math.Max(_nextAlert, carry.NextAlert));
        _firing.Clear();
        _undelivered.Clear();
        foreach (AlertRecord alert in carry.Firing)
        {
            _firing[Key(alert)] = alert;
        }

        foreach (AlertRecord alert in carry.Undelivered)
        {
            _undelivered[alert.Id] = alert;
        }
    }
}
