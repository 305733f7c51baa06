using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace LoadGen.Serving;

/// <summary>Puts a <see cref="ConnectionOutput"/> into every connection, and under that type among its features.</summary>
public static class ConnectionOutputMiddleware
{
    /// <summary>The middleware: <c>listen.Use(ConnectionOutputMiddleware.Use)</c>, after TLS where there is TLS.</summary>
    public static ConnectionDelegate Use(ConnectionDelegate next) => async connection =>
    {
        IDuplexPipe original = connection.Transport;
        // Under TLS the socket takes records, not our bytes: everything goes through the pipe.
        bool isPlain = connection.Features.Get<ITlsHandshakeFeature>() is null;
        Socket? socket = isPlain ? connection.Features.Get<IConnectionSocketFeature>()?.Socket : null;
        var output = new ConnectionOutput(DirectSend.IsSupported ? socket?.SafeHandle : null, original.Output);
        connection.Features.Set(output);
        connection.Transport = new DuplexPipe(original.Input, output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = original;
        }
    };

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
