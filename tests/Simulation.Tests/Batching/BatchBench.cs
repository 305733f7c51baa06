using LoadGen.Serving;
using LoadGen.Simulation.Batching;
using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Responses;
using LoadGen.Simulation.Roofline;
using LoadGen.Simulation.Streams;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Batching;

/// <summary>
/// An engine less its sockets and threads: streams and the loop that paces them on one agenda, whose clock jumps to whatever is due next.
/// </summary>
internal sealed class BatchBench : IPacerInbox
{
    private readonly ManualClock _clock = new();
    private readonly PacerTotals _totals = new();
    private readonly Agenda _agenda;
    private readonly BatchLoop _loop;
    private readonly Deployment _deployment;
    private readonly double _timeScale;
    private readonly int _tokensPerChunk;
    private int _ordinal;

    public BatchBench(Deployment deployment, PrefillOrder order = PrefillOrder.Mixed, double timeScale = 1, int tokensPerChunk = 1)
    {
        _agenda = new Agenda(_clock);
        _deployment = deployment;
        _loop = new BatchLoop(new BatchScheduler(deployment, order), timeScale, this);
        (_timeScale, _tokensPerChunk) = (timeScale, tokensPerChunk);
    }

    public BatchFigures Figures => _loop.Figures;

    public PacerTotals Totals => _totals;

    public double NowS => _clock.NowNs * 1e-9;

    /// <summary>A request that arrives now.</summary>
    public BenchStream Arrive(int prompt, int output, bool isPrefilled = false, int cached = 0)
    {
        double beforeS = isPrefilled ? RooflinePredictor.HandoffS(_deployment, prompt) : _deployment.Constants.FirstTokenMs * 1e-3;
        var sequence = new BatchSequence(new SequenceNeed(prompt, cached, output, 1, isPrefilled), _clock.NowNs + (long)(beforeS * 1e9 / _timeScale), (ulong)_ordinal++);
        var result = new BenchStream(_clock, sequence);
        var settings = new StreamSettings(_clock, _tokensPerChunk, stampContent: false, 1 + _deployment.SpecTokens);
        var events = new EventTemplate(new ResponseIdentity(ApiKind.Completions, 1, 0, "sim"), prompt, includeUsage: false, continuousUsage: false);
        var stream = new GenerationStream(this, result, events, sequence, StreamPlan.For(output, null), settings);
        result.Request = stream;
        sequence.AwaitBy(stream);
        stream.Submit();
        _loop.Enqueue(sequence);
        return result;
    }

    /// <summary>Lets time pass until nothing is due any more, or it says so.</summary>
    public void Run(Func<bool>? isEnough = null)
    {
        while (isEnough?.Invoke() != true)
        {
            long next = _agenda.RunDue(_totals, int.MaxValue);
            if (next == Agenda.Never)
            {
                return;
            }

            _clock.NowNs = Math.Max(_clock.NowNs, next);
        }
    }

    /// <summary>A closed loop: as one ends, the next arrives, until so many have. Answers of ½ to 1½ of a length, so that they do not stay in step.</summary>
    public List<BenchStream> RunClosedLoop(int concurrency, int requests, int prompt, int output)
    {
        var random = new Random(1);
        BenchStream Next() => Arrive(prompt, random.Next(output / 2, (3 * output / 2) + 1));
        List<BenchStream> all = [.. Enumerable.Range(0, concurrency).Select(_ => Next())];
        int ended = 0;
        while (ended < requests)
        {
            int before = ended;
            Run(() => all.Count(stream => stream.IsOver) > before);
            int over = all.Count(stream => stream.IsOver);
            for (; ended < over; ended++)
            {
                if (all.Count < requests)
                {
                    all.Add(Next());
                }
            }
        }

        return all;
    }

    public void Submit(IPaced item) => _agenda.Accept(item);
}

/// <summary>A stream of the bench, and when its chunks came.</summary>
internal sealed class BenchStream(ManualClock clock, BatchSequence sequence) : IStreamOutput
{
    private readonly long _arrivalNs = clock.NowNs;

    public double ArrivalS => _arrivalNs * 1e-9;

    public GenerationStream Request { get; set; } = null!;

    public BatchSequence Sequence => sequence;

    public List<long> WritesNs { get; } = [];

    /// <summary>The client takes nothing more for now.</summary>
    public Action? Blocked { get; private set; }

    public bool IsFull { get; set; }

    public bool IsOver => Request.Completion.IsCompleted;

    public double TtftS => (WritesNs[0] - _arrivalNs) * 1e-9;

    public double EndS => WritesNs[^1] * 1e-9;

    public double TpotS => (WritesNs[^1] - WritesNs[0]) * 1e-9 / (sequence.Need.OutputTokens - 1);

    public SendOutcome Send(ReadOnlySpan<byte> bytes)
    {
        WritesNs.Add(clock.NowNs);
        return IsFull ? SendOutcome.Full : SendOutcome.Sent;
    }

    public void OnWritable(Action callback) => Blocked = callback;
}
