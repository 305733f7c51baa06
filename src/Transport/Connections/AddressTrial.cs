using System.Net;
using System.Net.Sockets;

namespace LoadGen.Transport.Connections;

/// <summary>Tries a target's addresses in order, within the connect limit.</summary>
internal sealed class AddressTrial(PinnedTarget target, TimeProvider time, TimeSpan? limit)
{
    /// <summary>Dials until one answers. As Go's dialer does: an address that swallows packets gets an equal share of the time left, so that the next one has a chance.</summary>
    /// <param name="dial">Dials one.</param>
    /// <param name="limited">Cancelled when the limit is over.</param>
    /// <param name="either">Cancelled then, or by the caller.</param>
    /// <param name="caller">Cancelled by the caller.</param>
    /// <returns>The socket, and the address's place in the target's list.</returns>
    /// <exception cref="TransportException">None answered: why the last one did not.</exception>
    public async ValueTask<(T Socket, int Place)> RunAsync<T>(
        Func<IPAddress, int, CancellationToken, ValueTask<T>> dial, CancellationToken limited, CancellationToken either, CancellationToken caller)
    {
        long start = time.GetTimestamp();
        IReadOnlyList<IPAddress> addresses = target.Addresses;
        TransportException? failure = null;
        for (int i = 0; i < addresses.Count; i++)
        {
            TimeSpan share = limit is { } whole
                ? Max(TimeSpan.FromMilliseconds(1), (whole - time.GetElapsedTime(start)) / (addresses.Count - i))
                : Timeout.InfiniteTimeSpan;
            using var attempt = new CancellationTokenSource(share, time);
            using var any = CancellationTokenSource.CreateLinkedTokenSource(either, attempt.Token);
            try
            {
                return (await dial(addresses[i], target.DialPort, any.Token), i);
            }
            catch (SocketException e)
            {
                failure = ConnectFailure.Of(e, target);
            }
            catch (OperationCanceledException e)
            {
                failure = Stopped(e, caller.IsCancellationRequested, "the connection to");
                if (caller.IsCancellationRequested || limited.IsCancellationRequested)
                {
                    break;
                }
            }
        }

        throw failure!;
    }

    /// <summary>Words for a connection that was given up.</summary>
    public TransportException Stopped(OperationCanceledException e, bool byCaller, string what) => byCaller
        ? new(TransportError.Aborted, $"{what} {target.Display} was stopped before it was established", e)
        : ConnectFailure.TimedOut(target, what, limit, e);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
