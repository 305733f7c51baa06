using System.Collections.Concurrent;
using System.Globalization;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>Clients that send one request after another until they are told to stop.</summary>
internal sealed class SoakLoad : IDisposable
{
    private readonly HttpClient _client;
    private readonly IReadOnlyList<string> _words;
    private readonly int _seed;
    private int _phase;

    private SoakLoad(Uri router, IReadOnlyList<string> words, int seed)
    {
        // Who leaves closes the connection at once, instead of reading the rest for the sake of the connection.
        var handler = new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = int.MaxValue, MaxResponseDrainSize = 0 };
        _client = new HttpClient(handler) { BaseAddress = router, Timeout = Timeout.InfiniteTimeSpan };
        (_words, _seed) = (words, seed);
    }

    /// <summary>All that has ended.</summary>
    public ConcurrentQueue<SoakAnswer> Answers { get; } = new();

    /// <summary>Asks an engine that is no part of a pair what engines say.</summary>
    public static async Task<SoakLoad> CreateAsync(Uri router, int seed)
    {
        var engine = new SimulatedEngine();
        await using (engine)
        {
            await engine.InitializeAsync();
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            using var body = new StringContent("""{"model":"sim-model","prompt":"a","max_tokens":24}""", System.Text.Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await client.PostAsync(new Uri(engine.Url + "/v1/completions"), body);
            using var document = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            string text = document.RootElement.GetProperty("choices")[0].GetProperty("text").GetString()!;
            string[] words = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => " " + word)];
            Assert.Equal(text, string.Concat(words));
            return new SoakLoad(router, words, seed);
        }
    }

    /// <summary>Runs so many clients until <paramref name="stop"/>.</summary>
    public Task RunAsync(int clients, bool withFaults, CancellationToken stop)
    {
        _phase++;
        return Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => RunClientAsync(client, withFaults, stop), CancellationToken.None)));
    }

    /// <summary>Sends one request that asks for no fault.</summary>
    public async Task<SoakAnswer> SendOneAsync(string name)
    {
        var request = new SoakRequest(name, new Random(_seed), withFaults: false);
        SoakAnswer answer = await request.RunAsync(_client, _words);
        Answers.Enqueue(answer);
        return answer;
    }

    public void Dispose() => _client.Dispose();

    private async Task RunClientAsync(int number, bool withFaults, CancellationToken stop)
    {
        int phase = _phase;
        var random = new Random(_seed + (number * 1_000) + phase);
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"soak-{phase}-{number}-{i}");
            SoakAnswer answer = await new SoakRequest(id, random, withFaults).RunAsync(_client, _words);
            Answers.Enqueue(answer);
            if (answer.End is SoakEnd.Refused or SoakEnd.Wrong)
            {
                // As Retry-After asks, only sooner: where nobody can be asked, the clients are not to do nothing else.
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 100)), CancellationToken.None);
            }
        }
    }
}
