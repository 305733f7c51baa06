using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace LoadGen.Serving.Metrics;

/// <summary>
/// Writes Prometheus' text format, version 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/):
/// <code>
/// # HELP name text          \ and line feed of the text escaped
/// # TYPE name counter|gauge|histogram
/// name{label="value",…} number
/// </code>
/// In label values a backslash, a quote and a line feed are escaped. A histogram has the samples name_bucket (cumulated, with the label
/// le, the last one +Inf), name_sum and name_count.
/// </summary>
/// <param name="output">Takes the text.</param>
public sealed class PrometheusText(IBufferWriter<byte> output)
{
    /// <summary>What the response says of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const double SecondsPerNs = 1e-9;

    private MetricDefinition _family = null!;

    /// <summary>Begins a metric: its samples follow, all of them, before the next metric begins.</summary>
    public void Begin(MetricDefinition definition)
    {
        _family = definition;
        Write("# HELP "u8);
        Write(definition.Name);
        Write(" "u8);
        WriteEscaped(definition.Help, escapeQuotes: false);
        Write("\n# TYPE "u8);
        Write(definition.Name);
        Write(definition.Type switch
        {
            MetricType.Counter => " counter\n"u8,
            MetricType.Gauge => " gauge\n"u8,
            _ => " histogram\n"u8,
        });
    }

    /// <summary>One sample of a counter or gauge.</summary>
    public void Sample(long value, params ReadOnlySpan<string> labels)
    {
        WriteSeries(""u8, labels, le: default);
        Write(value);
    }

    /// <summary>One sample of a gauge that is no whole number; one without bound is <c>+Inf</c>.</summary>
    public void Sample(double value, params ReadOnlySpan<string> labels)
    {
        WriteSeries(""u8, labels, le: default);
        if (double.IsFinite(value))
        {
            Write(value);
        }
        else
        {
            Write(value > 0 ? "+Inf\n"u8 : value < 0 ? "-Inf\n"u8 : "NaN\n"u8);
        }
    }

    /// <summary>All samples of a histogram. Its count is that of its last bucket, so that a scrape between two records holds together.</summary>
    public void Sample(Histogram histogram, params ReadOnlySpan<string> labels)
    {
        HistogramBounds bounds = histogram.Bounds;
        Span<long> counts = stackalloc long[bounds.Count + 1];
        long sumNs = histogram.Read(counts);
        long cumulated = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            cumulated += counts[i];
            WriteSeries("_bucket"u8, labels, i < bounds.Count ? bounds.Text(i) : "+Inf"u8);
            Write(cumulated);
        }

        WriteSeries("_sum"u8, labels, le: default);
        Write(sumNs * SecondsPerNs);
        WriteSeries("_count"u8, labels, le: default);
        Write(cumulated);
    }

    private void WriteSeries(ReadOnlySpan<byte> suffix, ReadOnlySpan<string> values, ReadOnlySpan<byte> le)
    {
        Write(_family.Name);
        Write(suffix);
        IReadOnlyList<string> names = _family.Labels;
        if (values.Length != names.Count)
        {
            throw new ArgumentException($"{_family.Name} has {names.Count} labels, not {values.Length}", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            Write(i == 0 ? "{"u8 : ","u8);
            Write(names[i]);
            Write("=\""u8);
            WriteEscaped(values[i], escapeQuotes: true);
            Write("\""u8);
        }

        if (le.Length > 0)
        {
            Write(values.Length == 0 ? "{le=\""u8 : ",le=\""u8);
            Write(le);
            Write("\""u8);
        }

        Write(values.Length > 0 || le.Length > 0 ? "} "u8 : " "u8);
    }

    private void WriteEscaped(string text, bool escapeQuotes)
    {
        ReadOnlySpan<char> rest = text;
        int next;
        while ((next = escapeQuotes ? rest.IndexOfAny('\\', '\n', '"') : rest.IndexOfAny('\\', '\n')) >= 0)
        {
            Write(rest[..next]);
            Write(rest[next] switch { '\\' => "\\\\"u8, '\n' => "\\n"u8, _ => "\\\""u8 });
            rest = rest[(next + 1)..];
        }

        Write(rest);
    }

    private void Write(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    private void Write(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, output);

    private void Write(long value)
    {
        Span<byte> span = output.GetSpan(24);
        Utf8Formatter.TryFormat(value, span, out int written);
        span[written] = (byte)'\n';
        output.Advance(written + 1);
    }

    private void Write(double value)
    {
        Span<byte> span = output.GetSpan(40);
        Utf8Formatter.TryFormat(value, span, out int written);
        span[written] = (byte)'\n';
        output.Advance(written + 1);
    }
}
