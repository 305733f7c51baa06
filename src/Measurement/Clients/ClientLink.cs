using System.Threading.Channels;
using LoadGen.Measurement.Clients.Wire;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Running;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Clients;

/// <summary>
/// A client's side of the control connection: answers questions for the time whenever they come, waits for what the coordinator says, and
/// tells it what the run brings.
/// </summary>
public sealed class ClientLink : IRunGate, IDisposable
{
    // The coordinator asks for the time each second.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(30);

    private readonly FrameStream _frames;
    private readonly IMonotonicClock _clock;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<ClientSetup> _setup = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _warmUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _bye = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<(ulong Number, long HeardNs)> _questions = Channel.CreateUnbounded<(ulong Number, long HeardNs)>();

    /// <summary>Takes a connection over whose other side is known to be the coordinator, and says who this is.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="identity">This client.</param>
    /// <param name="interval">Length of an interval of the logs.</param>
    /// <param name="clock">This client's clock.</param>
    /// <param name="time">For time limits.</param>
    public ClientLink(Stream stream, ClientIdentity identity, TimeSpan interval, IMonotonicClock clock, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(identity);
        _frames = new FrameStream(stream);
        (_interval, _clock, _time) = (interval, clock, time);
        var hello = new WireWriter();
        identity.Write(hello);
        Say(FrameKind.Hello, hello.Written);
        _ = ReadAsync();
        _ = AnswerAsync();
    }

    /// <summary>The coordinator ends the run, or is gone.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Why the coordinator is gone; null while it is there, and when it has said goodbye.</summary>
    public string? Abandoned { get; private set; }

    /// <summary>Connects to the first address that answers and knows the token.</summary>
    /// <exception cref="ClientException">None does.</exception>
    public static async Task<ClientLink> ConnectAsync(
        ClientInvitation invitation, ClientIdentity identity, TimeSpan interval, IMonotonicClock clock, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(invitation);
        Stream stream = await Dialling.ConnectAsync(invitation, time, cancellation);
        return new ClientLink(stream, identity, interval, clock, time);
    }

    /// <summary>What this client is to be.</summary>
    /// <exception cref="ClientException">The coordinator does not want it, or is gone.</exception>
    public Task<ClientSetup> SetupAsync(CancellationToken cancellation) => _setup.Task.WaitAsync(cancellation);

    /// <summary>This host can carry its part.</summary>
    /// <param name="findings">What the look at the host found.</param>
    /// <exception cref="ClientException">The connection broke.</exception>
    public void Ready(IReadOnlyList<string> findings)
    {
        var message = new WireWriter();
        ReportWire.WriteTexts(message, findings);
        Say(FrameKind.Ready, message.Written);
    }

    /// <summary>This client cannot go on.</summary>
    /// <param name="message">Why, in a line.</param>
    /// <param name="isUsage">The command line or the host is to be put right.</param>
    /// <exception cref="ClientException">The connection broke.</exception>
    public void Fail(string message, bool isUsage)
    {
        var failure = new WireWriter();
        failure.Text(message);
        failure.Bool(isUsage);
        Say(FrameKind.Failed, failure.Written);
    }

    /// <summary>This client's part is over.</summary>
    /// <exception cref="ClientException">The connection broke.</exception>
    public void Done(ClientReport report)
    {
        var message = new WireWriter();
        ReportWire.Write(message, report);
        Say(FrameKind.Done, message.Written);
    }

    /// <summary>Waits until the coordinator has what it was told, or is gone.</summary>
    public Task ByeAsync() => _bye.Task;

    /// <inheritdoc/>
    public IRunLog WarmUp(Func<bool> isSimulated) => new RemoteLog(_frames, null, _interval, isSimulated);

    /// <inheritdoc/>
    public IRunLog Measure(SteadyWindow? window, Func<bool> isSimulated) => new RemoteLog(_frames, window, _interval, isSimulated);

    /// <inheritdoc/>
    public Task WarmUpAsync(CancellationToken cancellation) => _warmUp.Task.WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<long> StartAsync(PhaseOutcome? warmup, CancellationToken cancellation)
    {
        Say(FrameKind.Warmed, []);
        return _start.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _frames.Dispose();
        _stop.Dispose();
    }

    private void Say(FrameKind kind, ReadOnlySpan<byte> content)
    {
        try
        {
            _frames.Write(kind, content);
        }
        catch (IOException e)
        {
            // Its reader may have seen why before.
            throw new ClientException(Abandoned ?? Broke(e));
        }
    }

    private static string Broke(Exception e) => "the connection to the coordinator broke: " + FrameStream.Reason(e);

    private async Task ReadAsync()
    {
        string? gone = null;
        try
        {
            while (true)
            {
                using var limit = new CancellationTokenSource(s_silence, _time);
                Frame? frame = await _frames.ReadAsync(limit.Token);
                if (frame is null)
                {
                    gone = "the coordinator is gone";
                    break;
                }

                if (frame.Kind == FrameKind.Bye)
                {
                    gone = new WireReader(frame.Content).Text();
                    break;
                }

                Take(frame);
            }
        }
        catch (OperationCanceledException)
        {
            gone = $"the coordinator said nothing for {s_silence.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            gone = Broke(e);
        }

        End(gone);
    }

    private void Take(Frame frame)
    {
        var content = new WireReader(frame.Content);
        switch (frame.Kind)
        {
            case FrameKind.Probe:
                // Not answered here: a batch may be on its way out, and this may be the thread that tells its writer that it can go on.
                long heardNs = _clock.NowNs;
                _questions.Writer.TryWrite((content.Unsigned(), heardNs));
                break;
            case FrameKind.Setup:
                _setup.TrySetResult(ClientSetup.Read(ref content));
                break;
            case FrameKind.WarmUp:
                _warmUp.TrySetResult();
                break;
            case FrameKind.Start:
                _start.TrySetResult(content.Signed());
                break;
            case FrameKind.Stop:
                Cancel();
                break;
            default:
                throw new WireException($"the coordinator sent {frame.Kind}, which is not its to send");
        }
    }

    private async Task AnswerAsync()
    {
        var answer = new WireWriter();
        await foreach ((ulong number, long heardNs) in _questions.Reader.ReadAllAsync())
        {
            answer.Clear();
            answer.Unsigned(number);
            answer.Signed(heardNs);
            answer.Signed(_clock.NowNs);
            try
            {
                _frames.Write(FrameKind.Answer, answer.Written);
            }
            catch (IOException)
            {
                // The reader of the same connection ends too, and tells why.
                return;
            }
        }
    }

    private void End(string? gone)
    {
        _questions.Writer.TryComplete();
        Abandoned = gone;
        _setup.TrySetException(new ClientException(gone ?? "the coordinator ended the run"));
        Cancel();
        _bye.TrySetResult();
    }

    private void Cancel()
    {
        try
        {
            // Its listeners elsewhere, for the same reason as answers.
            _ = _stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // This side has finished first.
        }
    }
}
