using System.Diagnostics;
using LoadGen.Routing.Observability.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LoadGen.Routing.Observability.Tracing;

/// <summary>
/// Hands finished spans to the collector: OTLP, protobuf over HTTP, in batches, on a thread of its own. Never blocks who ends a span: past
/// the limit spans are dropped, and counted.
/// </summary>
internal sealed class SpanExport : IDisposable
{
    private const string DefaultPath = "/v1/traces";

    // For what is left at the end: a collector that does not answer must not hold the router's end up.
    private const int LastExportMs = 5_000;

    private readonly TracerProvider _provider;

    public SpanExport(TracingSettings settings, string sourceName, OutputSeries counts)
    {
        var pending = new Counter();
        var exporter = new CountingExporter(Options(settings), counts, pending);
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(sourceName)
            .SetSampler(new AlwaysOnSampler())   // whether to sample was decided before a span is made
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddService(settings.ServiceName))
            .AddProcessor(new BoundedProcessor(exporter, settings, counts, pending))
            .Build();
    }

    // Exports what waits, and returns once that is done: a ForceFlush would return while the last batch is on its way.
    public void Dispose()
    {
        _provider.Shutdown(LastExportMs);
        _provider.Dispose();
    }

    private static OtlpExporterOptions Options(TracingSettings settings) => new()
    {
        Protocol = OtlpExportProtocol.HttpProtobuf,
        Endpoint = settings.Endpoint!.AbsolutePath == "/" ? new Uri(settings.Endpoint, DefaultPath) : settings.Endpoint,
        Headers = string.Join(',', settings.Headers.Select(header => $"{header.Key}={Uri.EscapeDataString(header.Value)}")),
        TimeoutMilliseconds = (int)settings.ExportTimeout.TotalMilliseconds,
    };

    private sealed class CountingExporter(OtlpExporterOptions options, OutputSeries counts, Counter pending) : OtlpTraceExporter(options)
    {
        public override ExportResult Export(in Batch<Activity> activityBatch)
        {
            long count = activityBatch.Count;
            ExportResult result = base.Export(activityBatch);
            (result == ExportResult.Success ? counts.Done : counts.Failed).Add(count);
            pending.Add(-count);
            return result;
        }
    }

    // The queue below drops spans too, but tells nobody; so none gets there past the limit.
    private sealed class BoundedProcessor(CountingExporter exporter, TracingSettings settings, OutputSeries counts, Counter pending)
        : BatchActivityExportProcessor(
            exporter, settings.QueueMax, (int)settings.Interval.TotalMilliseconds, (int)settings.ExportTimeout.TotalMilliseconds, settings.BatchMax)
    {
        public override void OnEnd(Activity data)
        {
            pending.Increment();
            if (pending.Value > settings.QueueMax)
            {
                pending.Add(-1);
                counts.Dropped.Increment();
                return;
            }

            base.OnEnd(data);
        }
    }
}
