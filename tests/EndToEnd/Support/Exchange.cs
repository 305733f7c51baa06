using System.Net;
using System.Text;
using LoadGen.Shared.Servers;

namespace LoadGen.EndToEnd.Support;

/// <summary>One request and the way to answer it.</summary>
internal sealed class Exchange(int number, RequestText request, IPEndPoint client, Stream input, Stream output, ScriptedServer server)
{
    /// <summary>The request's number over all connections, from 1.</summary>
    public int Number => number;

    public RequestText Request => request;

    /// <summary>Where the connection comes from.</summary>
    public IPEndPoint Client => client;

    public ScriptedServer Server => server;

    /// <summary>Close the connection when the script is over.</summary>
    public bool IsLast { get; set; }

    public async Task SendAsync(string text)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text));
        await output.FlushAsync();
    }

    /// <summary>Answers nothing more until the client closes the connection.</summary>
    public async Task HangAsync()
    {
        IsLast = true;
        byte[] one = new byte[1];
        while (await input.ReadAsync(one) > 0)
        {
        }
    }
}
