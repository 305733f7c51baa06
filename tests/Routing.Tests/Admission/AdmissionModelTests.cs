using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Admission;

namespace LoadGen.Routing.Tests.Admission;

/// <summary>Any history of arrivals, ends, passing time and cancellations, against a plain list.</summary>
public class AdmissionModelTests
{
    private const int InFlightMax = 3;
    private const int SizeMax = 6;

    [Fact]
    public void The_queue_does_what_a_plain_list_does() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            using var model = new Model();
            for (int i = 0; i < 300; i++)
            {
                switch (random.Next(5))
                {
                    case 0 or 1:
                        model.Enter(random.Next(-2, 3), random.Next(1, 2000));
                        break;
                    case 2:
                        model.EndOne(random);
                        break;
                    case 3:
                        model.CancelOne(random);
                        break;
                    default:
                        model.Advance(random.Next(1, 500));
                        break;
                }

                model.Check();
            }
        }).QuickCheckThrowOnFailure();

    private sealed record Entry(int Priority, int Number, long DeadlineMs, CancellationTokenSource Client, Task<AdmissionResult> Result);

    private sealed class Model : IDisposable
    {
        private readonly ManualTime _time = new();
        private readonly AdmissionQueue _queue;
        private readonly List<Entry> _waiting = [];
        private readonly List<Entry> _running = [];
        private readonly List<(Entry Entry, AdmissionOutcome? Outcome)> _over = [];
        private long _nowMs;
        private int _number;

        public Model() => _queue = new(new AdmissionSettings { MaxInFlight = InFlightMax, QueueSizeMax = SizeMax }, _time);

        public void Dispose() => _queue.Dispose();

        public void Enter(int priority, int timeoutMs)
        {
            var client = new CancellationTokenSource();
            Task<AdmissionResult> result =
                _queue.EnterAsync(new AdmissionRequest(priority, TimeSpan.FromMilliseconds(timeoutMs)), client.Token).AsTask();
            var entry = new Entry(priority, _number++, _nowMs + timeoutMs, client, result);
            if (_running.Count < InFlightMax)
            {
                _running.Add(entry);
                return;
            }

            if (_waiting.Count == SizeMax)
            {
                Entry last = InTurn().Last();
                bool newcomerStays = last.Priority < priority;
                _over.Add((newcomerStays ? last : entry, AdmissionOutcome.QueueFull));
                if (!newcomerStays)
                {
                    return;
                }

                _waiting.Remove(last);
            }

            _waiting.Add(entry);
        }

        public void EndOne(Random random)
        {
            if (_running.Count == 0)
            {
                return;
            }

            Entry ended = _running[random.Next(_running.Count)];
            _running.Remove(ended);
            ended.Result.Result.Permit!.Dispose();
            if (InTurn().FirstOrDefault() is { } next)
            {
                _waiting.Remove(next);
                _running.Add(next);
            }
        }

        public void CancelOne(Random random)
        {
            if (_waiting.Count > 0)
            {
                Entry gone = _waiting[random.Next(_waiting.Count)];
                _waiting.Remove(gone);
                _over.Add((gone, null));
                gone.Client.Cancel();
            }
        }

        public void Advance(int ms)
        {
            _nowMs += ms;
            _time.Advance(TimeSpan.FromMilliseconds(ms));
            foreach (Entry late in _waiting.Where(entry => entry.DeadlineMs <= _nowMs).ToArray())
            {
                _waiting.Remove(late);
                _over.Add((late, AdmissionOutcome.DeadlinePassed));
            }
        }

        public void Check()
        {
            Assert.Equal((_running.Count, _waiting.Count), (_queue.InFlight, _queue.Waiting));
            Assert.All(_running, entry => Assert.Equal(AdmissionOutcome.Admitted, entry.Result.Result.Outcome));
            Assert.All(_waiting, entry => Assert.False(entry.Result.IsCompleted));
            foreach ((Entry entry, AdmissionOutcome? outcome) in _over)
            {
                Assert.Equal(outcome, entry.Result.IsCanceled ? null : entry.Result.Result.Outcome);
            }

            _over.Clear();
        }

        private IEnumerable<Entry> InTurn() => _waiting.OrderByDescending(entry => entry.Priority).ThenBy(entry => entry.Number);
    }
}
