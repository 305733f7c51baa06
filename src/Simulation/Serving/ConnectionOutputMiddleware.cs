using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace LoadGen.Simulation.Serving;

/// <summary>Puts a <see cref="ConnectionOutput"/> into every connection, and under that type among its features.</summary>
internal static class ConnectionOutputMiddleware
{
    public static ConnectionDelegate Use(ConnectionDelegate next) => async connection =>
    {
        IDuplexPipe original = connection.Transport;
        Socket? socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
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
