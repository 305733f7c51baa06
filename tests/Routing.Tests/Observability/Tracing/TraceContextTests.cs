using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Observability.Tracing;

namespace LoadGen.Routing.Tests.Observability.Tracing;

public sealed class TraceContextTests
{
    private const string Sample = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private readonly IdSource _ids = new(seed: 7);

    [Fact]
    public void A_traceparent_is_read_and_written_as_it_was()
    {
        Assert.True(TraceContext.TryParse(Sample, out TraceContext context));
        Assert.Equal(UInt128.Parse("4bf92f3577b34da6a3ce929d0e0e4736", System.Globalization.NumberStyles.HexNumber), context.TraceId);
        Assert.Equal(0x00f067aa0ba902b7UL, context.SpanId);
        Assert.True(context.IsSampled);
        Assert.False(context.IsRandom);
        Assert.Equal(Sample, context.ToString());
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", context.TraceIdText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]      // another version
    [InlineData("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]      // no trace
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")]      // no span
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01")]      // upper case
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ")]
    [InlineData("00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7\r\n1")]
    public void Anything_else_is_refused(string value) => Assert.False(TraceContext.TryParse(value, out _));

    [Fact]
    public void Unknown_flags_are_not_passed_on()
    {
        Assert.True(TraceContext.TryParse(Sample[..^2] + "fe", out TraceContext context));
        Assert.False(context.IsSampled);
        Assert.EndsWith("-02", context.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_context_comes_back_from_its_text() => Prop.ForAll<ulong, ulong, ulong>((high, low, span) =>
    {
        bool sampled = (high & 1) != 0;
        var context = new TraceContext(new UInt128(high, low | 1), span | 1, sampled);
        Assert.True(TraceContext.TryParse(context.ToString(), out TraceContext back));
        Assert.Equal(context, back);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_child_is_another_span_of_the_same_trace()
    {
        TraceContext root = TraceContext.NewRoot(_ids, isSampled: true);
        TraceContext child = root.Child(_ids);
        Assert.Equal(root with { SpanId = child.SpanId }, child);
        Assert.NotEqual(root.SpanId, child.SpanId);
    }

    [Fact]
    public void Reading_children_and_writing_allocate_nothing()
    {
        byte[] buffer = new byte[TraceContext.Length];
        Assert.Equal(0, Allocated.Bytes(() =>
        {
            bool isRead = TraceContext.TryParse(Sample, out TraceContext context);
            Assert.True(isRead);
            context.Child(_ids).Write(buffer);
            TraceContext.NewRoot(_ids, isSampled: false).Write(buffer);
        }));
    }

    [Fact]
    public void Ids_do_not_repeat()
    {
        var ids = new IdSource();
        var narrow = new HashSet<ulong>();
        var wide = new HashSet<UInt128>();
        for (int i = 0; i < 10_000; i++)
        {
            Assert.True(narrow.Add(ids.Next64()));
            Assert.True(wide.Add(ids.Next128()));
        }

        Assert.NotEqual(new IdSource().Next128(), new IdSource().Next128());
        Assert.Equal(new IdSource(1).Next128(), new IdSource(1).Next128());
    }
}
