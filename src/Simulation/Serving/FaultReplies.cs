using System.Net.Sockets;
using LoadGen.Simulation.Responses;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadGen.Simulation.Serving;

/// <summary>Faults that are not a matter of what stands in a response, but of whether and how there is one.</summary>
internal static class FaultReplies
{
    // A client that sees the connection half closed closes its own side; one that does not is cut off after this.
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(1);

    // Longer than a reader on the same machine takes to come back for more; a stream of 200 tokens takes half a second with it.
    private static readonly TimeSpan PieceGap = TimeSpan.FromMilliseconds(1);

    /// <summary>Answers before the request's body is read.</summary>
    public static Task ReplyEarlyAsync(HttpContext http, Fault fault)
    {
        if (fault.Kind == FaultKind.EarlyStatus)
        {
            return Replies.ErrorAsync(http, fault.Argument, $"simulated status {fault.Argument}");
        }

        Reset(http);
        return Task.CompletedTask;
    }

    /// <summary>Answers in place of the generation, where the fault says so.</summary>
    /// <param name="http">The request.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="isStream">The response would be a stream.</param>
    /// <param name="stopping">The engine stops.</param>
    /// <returns>False when the generation is still to come.</returns>
    public static async Task<bool> TryReplyInsteadAsync(HttpContext http, Fault fault, bool isStream, CancellationToken stopping)
    {
        switch (fault.Kind)
        {
            case FaultKind.Status:
                await Replies.ErrorAsync(http, fault.Argument, $"simulated status {fault.Argument}");
                return true;
            case FaultKind.Html:
                await Replies.SendAsync(http, 200, "text/html; charset=utf-8", "<!DOCTYPE html><title>simulated</title><p>This is not the API.\n"u8.ToArray());
                return true;
            case FaultKind.Hang:
                await UntilClientGoesAsync(http, Timeout.InfiniteTimeSpan, stopping);
                http.Abort();
                return true;
            case FaultKind.Reset:
                Reset(http);
                return true;
            case FaultKind.CutAfterHead:
                await CutAfterHeadAsync(http, isStream, stopping);
                return true;
            case FaultKind.HugeHeader:
                http.Response.Headers["x-huge"] = new string('x', fault.Argument * 1024);
                return false;
            default:
                return false;
        }
    }

    /// <summary>A response whose body begins with no chunk size.</summary>
    public static async Task MalformedChunkAsync(HttpContext http, CancellationToken stopping)
    {
        http.Response.ContentType = "application/json";
        http.Response.Headers.TransferEncoding = "chunked";
        SimulatedHeader.Mark(http.Response);
        await http.Response.Body.WriteAsync("not-a-size\r\n"u8.ToArray(), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await CloseAsync(http, stopping);
    }

    /// <summary>A response in one piece that leaves in three.</summary>
    public static async Task SplitAsync(HttpContext http, byte[] body)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        SimulatedHeader.Mark(http.Response);
        int sent = 0;
        foreach (int cut in new[] { (body.Length / 3) | 1, (2 * body.Length / 3) | 1, body.Length })
        {
            await http.Response.Body.WriteAsync(body.AsMemory(sent, cut - sent), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await PieceGapAsync();
            sent = cut;
        }
    }

    /// <summary>The time between two pieces of what leaves in pieces.</summary>
    public static Task PieceGapAsync() => Task.Delay(PieceGap);

    /// <summary>Ends our side of the connection (FIN) in mid-response; what was sent before arrives.</summary>
    public static async Task CloseAsync(HttpContext http, CancellationToken stopping)
    {
        SocketOf(http).Shutdown(SocketShutdown.Send);
        await UntilClientGoesAsync(http, CloseGrace, stopping);
        http.Abort();
    }

    private static async Task CutAfterHeadAsync(HttpContext http, bool isStream, CancellationToken stopping)
    {
        http.Response.ContentType = isStream ? "text/event-stream; charset=utf-8" : "application/json";
        http.Response.Headers.TransferEncoding = "chunked";
        SimulatedHeader.Mark(http.Response);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await CloseAsync(http, stopping);
    }

    private static void Reset(HttpContext http)
    {
        // Closing with a linger time of 0 sends RST (tcp(7), SO_LINGER).
        SocketOf(http).LingerState = new LingerOption(true, 0);
        http.Abort();
    }

    private static Socket SocketOf(HttpContext http) => http.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;

    private static async Task UntilClientGoesAsync(HttpContext http, TimeSpan most, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        await Task.Delay(most, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
