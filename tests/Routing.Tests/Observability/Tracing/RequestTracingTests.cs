using System.Diagnostics;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Tests.Observability.Support;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Observability.Tracing;

// One class, so that its tests follow each other: spans of one source reach every exporter of the process.
public sealed class RequestTracingTests
{
    private const string Sampled = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private const string Unsampled = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    private const int ServerKind = 2;
    private const int ClientKind = 3;

    private readonly RouterMetrics _metrics = new();
    private readonly Worker _worker = Fleets.Empty().Add(WorkerRole.Decode, 30_000);

    [Fact]
    public void Without_a_collector_the_clients_context_goes_to_the_legs_as_it_came_and_no_span_is_made()
    {
        using RequestTracing tracing = Tracing(new TracingSettings());
        RequestTrace request = tracing.Begin(Sampled, "vendor=1");
        LegTrace leg = tracing.BeginLeg(request, Leg.Decode, _worker);
        Assert.Equal(Sampled, leg.Context.ToString());
        Assert.Equal("vendor=1", request.State);
        Assert.Null(request.Span);
        Assert.Null(leg.Span);
    }

    [Fact]
    public void A_request_with_no_or_a_broken_context_begins_a_trace_which_both_legs_share()
    {
        using RequestTracing tracing = Tracing(new TracingSettings());
        RequestTrace request = tracing.Begin("00-nonsense", "vendor=1");
        Assert.NotEqual(UInt128.Zero, request.Context.TraceId);
        Assert.True(request.Context.IsSampled);
        Assert.Null(request.State);
        Assert.Equal(
            tracing.BeginLeg(request, Leg.Prefill, _worker).Context.TraceId,
            tracing.BeginLeg(request, Leg.Decode, _worker).Context.TraceId);
    }

    [Fact]
    public void A_broken_tracestate_is_left_out()
    {
        using RequestTracing tracing = Tracing(new TracingSettings());
        Assert.Null(tracing.Begin(Sampled, "Not A State").State);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.25, 2_200, 2_800)]
    [InlineData(1, 10_000, 10_000)]
    public void New_traces_are_sampled_by_the_ratio(double ratio, int least, int most)
    {
        using RequestTracing tracing = Tracing(new TracingSettings { SampleRatio = ratio });
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => tracing.Begin(null, null).Context.IsSampled), least, most);
        Assert.True(tracing.Begin(Sampled, null).Context.IsSampled);
        Assert.False(tracing.Begin(Unsampled, null).Context.IsSampled);
    }

    [Fact]
    public async Task A_request_and_its_legs_are_exported_as_spans_below_the_clients()
    {
        await using Collector collector = await Collector.StartAsync();
        using RequestTracing tracing = Tracing(new TracingSettings
        {
            Endpoint = collector.Url,
            Headers = new Dictionary<string, string> { ["x-collector-key"] = "se=cr%65t +" },
        });
        RequestTrace request = tracing.Begin(Sampled, "vendor=1");
        LegTrace prefill = tracing.BeginLeg(request, Leg.Prefill, _worker);
        LegTrace decode = tracing.BeginLeg(request, Leg.Decode, _worker);
        RequestTracing.FirstByte(decode);
        RequestTracing.EndLeg(prefill, LegOutcome.Completed, 200);
        RequestTracing.EndLeg(decode, LegOutcome.ServerError, 503);
        RequestTracing.End(request, "chat", "id-1", 502, "server_error");
        tracing.Dispose();

        (string path, string? type, string? key, byte[] body) = Assert.Single(collector.Received);
        Assert.Equal(("/v1/traces", "application/x-protobuf", "se=cr%65t +"), (path, type, key));
        OtlpSpan[] spans = [.. ProtobufFields.Spans(body)];
        OtlpSpan server = Assert.Single(spans, span => span.Kind == ServerKind);
        Assert.Equal(("chat", 0x00f067aa0ba902b7UL, request.Context.SpanId), (server.Name, server.ParentId, server.SpanId));
        Assert.True(server.Says("id-1") && server.Says("server_error"));
        OtlpSpan[] legs = [.. spans.Where(span => span.Kind == ClientKind)];
        Assert.Equal(["prefill", "decode"], legs.Select(span => span.Name));
        Assert.Equal([prefill.Context.SpanId, decode.Context.SpanId], legs.Select(span => span.SpanId));
        Assert.All(legs, span => Assert.Equal(server.SpanId, span.ParentId));
        Assert.True(legs[1].Says("first_byte") && legs[1].Says("engine.test") && !legs[0].Says("first_byte"));
        Assert.All(spans, span => Assert.Equal(request.Context.TraceId, span.TraceId));
        Assert.Equal(3, Exposition.Scrape(_metrics).Value("spans_total", ("result", "exported")));
    }

    [Fact]
    public async Task A_new_trace_has_a_root_and_what_is_not_sampled_is_not_exported()
    {
        await using Collector collector = await Collector.StartAsync();
        using RequestTracing tracing = Tracing(new TracingSettings { Endpoint = new Uri(collector.Url, "/own/path") });
        RequestTracing.End(tracing.Begin(Unsampled, null), "chat", "id-1", 200, "completed");
        RequestTrace root = tracing.Begin(null, null);
        RequestTracing.End(root, "chat", "id-2", 200, "completed");
        tracing.Dispose();
        (string path, _, _, byte[] body) = Assert.Single(collector.Received);
        Assert.Equal("/own/path", path);
        OtlpSpan span = Assert.Single(ProtobufFields.Spans(body));
        Assert.Equal((root.Context.TraceId, 0UL), (span.TraceId, span.ParentId));
    }

    [Fact]
    public async Task No_span_becomes_a_threads_current_one()
    {
        await using Collector collector = await Collector.StartAsync();
        using RequestTracing tracing = Tracing(new TracingSettings { Endpoint = collector.Url });
        using var outer = new Activity("outer");
        outer.Start();
        RequestTrace request = tracing.Begin(null, null);
        LegTrace leg = tracing.BeginLeg(request, Leg.Whole, _worker);
        Assert.Same(outer, Activity.Current);
        Assert.NotEqual(outer.TraceId.ToHexString(), request.Context.TraceIdText());
        RequestTracing.EndLeg(leg, LegOutcome.Completed, 200);
        RequestTracing.End(request, "chat", "id", 200, "completed");
        Assert.Same(outer, Activity.Current);
    }

    [Fact]
    public async Task Past_the_limit_spans_are_dropped_and_counted_while_the_collector_is_slow()
    {
        await using Collector collector = await Collector.StartAsync();
        var gate = new TaskCompletionSource();
        collector.Gate = gate.Task;
        using RequestTracing tracing = Tracing(new TracingSettings { Endpoint = collector.Url, QueueMax = 4, BatchMax = 1 });
        for (int i = 0; i < 10; i++)
        {
            RequestTracing.End(tracing.Begin(null, null), "chat", "id", 200, "completed");
        }

        await collector.Arrived.Reader.ReadAsync();
        Assert.Equal(6, Exposition.Scrape(_metrics).Value("spans_total", ("result", "dropped")));
        gate.SetResult();
        tracing.Dispose();
        Assert.Equal(4, Exposition.Scrape(_metrics).Value("spans_total", ("result", "exported")));
    }

    [Fact]
    public async Task What_the_collector_refuses_is_counted()
    {
        await using Collector collector = await Collector.StartAsync();
        collector.Status = 400;
        using RequestTracing tracing = Tracing(new TracingSettings { Endpoint = collector.Url });
        RequestTracing.End(tracing.Begin(null, null), "chat", "id", 200, "completed");
        tracing.Dispose();
        Assert.Equal(1, Exposition.Scrape(_metrics).Value("spans_total", ("result", "failed")));
    }

    [Fact]
    public void Settings_that_cannot_work_are_refused_with_what_would_be_right()
    {
        Assert.Contains("http or https", Problem(new TracingSettings { Endpoint = new Uri("grpc://collector:4317") }), StringComparison.Ordinal);
        Assert.Contains("from 0", Problem(new TracingSettings { SampleRatio = 1.5 }), StringComparison.Ordinal);
        Assert.Contains("from 0", Problem(new TracingSettings { SampleRatio = double.NaN }), StringComparison.Ordinal);
        Assert.Contains("batch", Problem(new TracingSettings { QueueMax = 1 }), StringComparison.Ordinal);
        Assert.Contains("'x-key'", Problem(new TracingSettings { Headers = new Dictionary<string, string> { ["x-key"] = "a,b" } }), StringComparison.Ordinal);
        Assert.Contains("above 0", Problem(new TracingSettings { Interval = TimeSpan.Zero }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Tracing(new TracingSettings { SampleRatio = -1 }));
        Assert.Empty(new TracingSettings().Problems());
    }

    private static string Problem(TracingSettings settings) => Assert.Single(settings.Problems());

    private RequestTracing Tracing(TracingSettings settings) => new(settings, new IdSource(seed: 5), _metrics);
}
