using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>A collector of traces that takes whatever comes, and shows it as text.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ScriptedServer _server = ScriptedServer.Answering(Answers.Whole("200 OK", "application/x-protobuf", ""));

    public string Url => _server.Url;

    /// <summary>The paths that were posted to.</summary>
    public IReadOnlyList<string> Paths => [.. _server.Exchanges.Select(exchange => exchange.Request.Head.Split(' ')[1])];

    /// <summary>All bodies one after the other. Names in a protobuf message are plain text.</summary>
    public string Spans => string.Concat(_server.Exchanges.Select(exchange => exchange.Request.Body));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>How often the text is in the spans.</summary>
    public int Count(string text) => Spans.Split(text).Length - 1;
}
