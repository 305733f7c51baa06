namespace LoadGen.Routing.Tests.Health;

/// <summary>Answers requests as the test says, without a network.</summary>
internal sealed class FakeHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly Lock _lock = new();

    public List<HttpRequestMessage> Requests { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Requests.Add(request);
        }

        return Task.FromResult(answer(request));
    }
}
