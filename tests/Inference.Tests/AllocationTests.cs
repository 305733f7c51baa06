using System.Buffers;
using LoadGen.Inference.Tests.Support;

namespace LoadGen.Inference.Tests;

/// <summary>The way of a token allocates nothing, and the way of a request nothing that grows with the prompt.</summary>
public class AllocationTests
{
    [Fact]
    public void Reading_the_events_of_every_good_stream_allocates_nothing()
    {
        string[] fixtures = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "streams"), "*.sse").Select(Path.GetFileName).OfType<string>()];
        byte[][] events = [.. fixtures.Where(f => !f.Contains("error", StringComparison.Ordinal)).SelectMany(Sse.Events).Select(e => e.Data)];
        Assert.True(events.Length > 60);

        AssertAllocatesNothing(() =>
        {
            var state = default(StreamState);
            foreach (byte[] data in events)
            {
                var result = default(StreamEvent);
                Read.Chat.ReadEvent(default, data, ref state, ref result);
            }
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"top_k":5,"stream_options":{"include_usage":true},"max_tokens":7}""")]
    public void Writing_a_body_allocates_nothing(string extra)
    {
        GenerationOptions options = extra.Length == 0 ? Body.Options : Body.With(extra);
        int[] ids = [.. Enumerable.Range(0, 10_000)];
        var output = new ArrayBufferWriter<byte>(1 << 20);

        AssertAllocatesNothing(() =>
        {
            output.ResetWrittenCount();
            Read.Completions.WriteBody(output, new GenerationRequest { Options = options, TokenIds = ids, MaxTokens = 9 });
        });
    }

    [Fact]
    public void Rendering_words_allocates_nothing()
    {
        int[] ids = [.. Enumerable.Range(0, 10_000)];
        var output = new ArrayBufferWriter<byte>(1 << 20);

        AssertAllocatesNothing(() =>
        {
            output.ResetWrittenCount();
            WordList.Render(ids, output);
        });
    }

    private static void AssertAllocatesNothing(Action action)
    {
        // The first calls pay for statics and for the JIT.
        action();
        action();
        Assert.Equal(0, Allocated.Bytes(action));
    }
}
