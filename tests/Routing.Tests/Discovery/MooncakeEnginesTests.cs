using System.Collections.Concurrent;
using System.Net;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Discovery;
using LoadGen.Routing.Tests.Health;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Discovery;

public class MooncakeEnginesTests
{
    private readonly ManualTime _time = new();
    private readonly Fleet _fleet = Fleets.Create();
    private readonly Bootstrap _bootstrap = new();
    private readonly ConcurrentQueue<string> _notices = new();

    [Fact]
    public async Task A_new_prefill_worker_is_asked_and_its_ids_are_its_peers()
    {
        await using MooncakeEngines engines = Start();
        Worker worker = Add("http://10.0.0.1:8000", bootstrapPort: 9001);
        (await _bootstrap.NextAsync()).Answer("""{"0":{"engine_id":"a"},"1":{"engine_id":"b"}}""");

        await UntilAsync(() => worker.Peer.EngineIdAt(1) == "b");
        Assert.Equal("a", worker.Peer.EngineIdAt(0));
        Assert.Equal(["http://10.0.0.1:9001/query"], _bootstrap.Asked);
    }

    [Fact]
    public async Task Decode_workers_are_not_asked_and_the_port_has_a_default()
    {
        await using MooncakeEngines engines = Start();
        _fleet.Add("http://10.0.0.2:8000", WorkerRole.Decode);
        Worker worker = Add("http://10.0.0.1:8000", bootstrapPort: null);
        (await _bootstrap.NextAsync()).Answer("""{"0":{"engine_id":"a"}}""");

        await UntilAsync(() => worker.Peer.EngineIdAt(0) == "a");
        Assert.Equal(["http://10.0.0.1:8998/query"], _bootstrap.Asked);
    }

    [Fact]
    public async Task A_worker_that_was_unhealthy_is_asked_again_when_it_is_healthy()
    {
        await using MooncakeEngines engines = Start();
        Worker worker = Add("http://10.0.0.1:8000");
        (await _bootstrap.NextAsync()).Answer("""{"0":{"engine_id":"old"}}""");
        await UntilAsync(() => worker.Peer.EngineIdAt(0) == "old");
        _fleet.SetHealth(worker, isHealthy: true);
        _fleet.SetHealth(worker, isHealthy: false);
        Assert.Single(_bootstrap.Asked);
        _fleet.SetHealth(worker, isHealthy: true);
        (await _bootstrap.NextAsync()).Answer("""{"0":{"engine_id":"new"}}""");

        await UntilAsync(() => worker.Peer.EngineIdAt(0) == "new");
    }

    [Fact]
    public async Task An_answer_from_before_the_worker_was_unhealthy_does_not_count_as_the_last()
    {
        await using MooncakeEngines engines = Start();
        Worker worker = Add("http://10.0.0.1:8000");
        Question first = await _bootstrap.NextAsync();
        _fleet.SetHealth(worker, isHealthy: false);
        _fleet.SetHealth(worker, isHealthy: true);
        first.Answer("""{"0":{"engine_id":"old"}}""");
        (await _bootstrap.NextAsync()).Answer("""{"0":{"engine_id":"new"}}""");

        await UntilAsync(() => worker.Peer.EngineIdAt(0) == "new");
    }

    [Theory]
    [InlineData("{}", "no prefill rank has registered yet")]
    [InlineData("[]", "bootstrap server's reply")]
    [InlineData(null, "status 503")]
    public async Task What_a_healthy_worker_does_not_say_is_noticed_once_and_asked_again(string? answer, string notice)
    {
        await using MooncakeEngines engines = Start();
        Worker worker = Add("http://10.0.0.1:8000");
        (await _bootstrap.NextAsync()).Answer(answer);
        await UntilAsync(() => _time.NextDueS <= 1);
        _fleet.SetHealth(worker, isHealthy: true);
        (await _bootstrap.NextAsync()).Answer(answer);
        await UntilAsync(() => !_notices.IsEmpty);
        await AskedAgainAsync(answer);
        await AskedAgainAsync("""{"0":{"engine_id":"a"}}""");

        await UntilAsync(() => worker.Peer.EngineIdAt(0) == "a" && _notices.Count == 2);
        Assert.Contains(notice, _notices.First(), StringComparison.Ordinal);
        Assert.Contains("has said its Mooncake engine id", _notices.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_is_not_healthy_is_asked_once_and_not_noticed()
    {
        await using MooncakeEngines engines = Start();
        Worker worker = Add("http://10.0.0.1:8000");
        (await _bootstrap.NextAsync()).Answer(null);
        await UntilAsync(() => _time.NextDueS <= 1);
        _time.AdvanceSeconds(5);

        Assert.Single(_bootstrap.Asked);
        Assert.Empty(_notices);
        Assert.Null(worker.Peer.EngineIdAt(0));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_given_up()
    {
        await using MooncakeEngines engines = Start();
        Worker worker = Add("http://10.0.0.1:8000");
        _fleet.SetHealth(worker, isHealthy: true);
        await _bootstrap.NextAsync();
        _time.AdvanceSeconds(3);

        await UntilAsync(() => _notices.Any(notice => notice.Contains("no answer within 3 s", StringComparison.Ordinal)));
        await AskedAgainAsync("""{"0":{"engine_id":"a"}}""");
        await UntilAsync(() => worker.Peer.EngineIdAt(0) == "a");
    }

    [Fact]
    public async Task Its_end_does_not_wait_for_answers()
    {
        MooncakeEngines engines = Start();
        Add("http://10.0.0.1:8000");
        await _bootstrap.NextAsync();
        await engines.DisposeAsync();

        Assert.Empty(_notices);
        Add("http://10.0.0.2:8000");
        Assert.Single(_bootstrap.Asked);
    }

    private MooncakeEngines Start()
    {
        var engines = new MooncakeEngines(_fleet, new Handler(_bootstrap), _time);
        engines.Noticed += _notices.Enqueue;
        engines.Start();
        return engines;
    }

    private Worker Add(string url, int? bootstrapPort = 9000)
    {
        var uri = new Uri(url);
        var peer = new HandoffPeer { Host = uri.Host, Port = uri.Port, BootstrapPort = bootstrapPort };
        Worker? worker = _fleet.TryAdd(new WorkerSettings { Url = uri, Role = WorkerRole.Prefill, Peer = peer });
        Assert.NotNull(worker);
        return worker;
    }

    // The next try is a second away once the last has ended: its limit of 3 s is then gone, and time goes no further than to the try.
    private async Task AskedAgainAsync(string? answer)
    {
        await UntilAsync(() => _time.NextDueS <= 1);
        _time.AdvanceSeconds(1);
        (await _bootstrap.NextAsync()).Answer(answer);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Handler(Bootstrap bootstrap) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            bootstrap.AskAsync(request.RequestUri!, cancellationToken);
    }

    private sealed class Bootstrap
    {
        private readonly System.Threading.Channels.Channel<Question> _questions = System.Threading.Channels.Channel.CreateUnbounded<Question>();

        public ConcurrentQueue<string> Asked { get; } = new();

        public ValueTask<Question> NextAsync() => _questions.Reader.ReadAsync(TestContext.Current.CancellationToken);

        public Task<HttpResponseMessage> AskAsync(Uri url, CancellationToken cancellation)
        {
            Asked.Enqueue(url.ToString());
            var question = new Question();
            _questions.Writer.TryWrite(question);
            return question.Reply.Task.WaitAsync(cancellation);
        }
    }

    private sealed class Question
    {
        public TaskCompletionSource<HttpResponseMessage> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Answers; null: 503.</summary>
        public void Answer(string? body) => Reply.SetResult(body is null
            ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });
    }
}
