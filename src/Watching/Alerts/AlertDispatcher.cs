using System.Threading.Channels;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Running;

namespace LoadGen.Watching.Alerts;

/// <summary>
/// Sends alerts beside the probes, one after another in their order: whoever adds one never waits. A message that is not taken is sent again
/// after 1 s, 2 s, 4 s, … up to a minute, and given up after <see cref="MostTries"/>.
/// </summary>
internal sealed class AlertDispatcher : IDisposable
{
    /// <summary>Tries of a message: some four minutes and a half.</summary>
    public const int MostTries = 10;

    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    private readonly Channel<AlertRecord> _alerts = Channel.CreateUnbounded<AlertRecord>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _giveUp = new();
    private readonly IAlertSender _sender;
    private readonly TimeProvider _time;
    private readonly Action<DeliveryRecord> _told;
    private readonly Task _sending;

    /// <param name="sender">Sends.</param>
    /// <param name="time">Times the tries.</param>
    /// <param name="told">Told what became of each message, on whatever thread.</param>
    public AlertDispatcher(IAlertSender sender, TimeProvider time, Action<DeliveryRecord> told)
    {
        (_sender, _time, _told) = (sender, time, told);
        _sending = SendAllAsync();
    }

    public void Add(AlertRecord alert) => _alerts.Writer.TryWrite(alert);

    /// <summary>Ends it when all is sent, or <paramref name="grace"/> is over: what is left then is sent at the next start.</summary>
    public async Task CloseAsync(TimeSpan grace)
    {
        _alerts.Writer.TryComplete();
        await _sending.WaitAsync(grace, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _giveUp.CancelAsync();
        await _sending;
    }

    /// <summary>To be called after <see cref="CloseAsync"/>.</summary>
    public void Dispose() => _giveUp.Dispose();

    private static TimeSpan WaitAfter(int tries) => TimeSpan.FromTicks(Math.Min(s_firstWait.Ticks << Math.Min(tries - 1, 16), s_longestWait.Ticks));

    private async Task SendAllAsync()
    {
        // Whoever adds an alert must not be the one that sends it.
        await Task.Yield();
        while (await _alerts.Reader.WaitToReadAsync())
        {
            while (_alerts.Reader.TryRead(out AlertRecord? alert))
            {
                await SendAsync(alert);
                if (_giveUp.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private async Task SendAsync(AlertRecord alert)
    {
        for (int tries = 1; !_giveUp.IsCancellationRequested; tries++)
        {
            string? error;
            try
            {
                error = await _sender.SendAsync(alert, _giveUp.Token);
            }
            catch (OperationCanceledException)
            {
                // The watch ends: the journal still says that nobody has taken it.
                return;
            }

            if (error is null || tries == MostTries)
            {
                _told(new DeliveryRecord { At = _time.GetUtcNow(), Id = alert.Id, IsDelivered = error is null, Tries = tries, Error = error });
                return;
            }

            await Waiting.ForAsync(_time, WaitAfter(tries), _giveUp.Token);
        }
    }
}
