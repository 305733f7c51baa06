using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Anthropic's token counts, put together from several <c>usage</c> objects: later ones replace what they state. The prompt's tokens are
/// stated in three parts: those computed, those read from the cache, and those written to it.
/// </summary>
internal struct AnthropicUsage
{
    private int _input = CountReader.NotStated;
    private int _output = CountReader.NotStated;
    private int _cacheRead = CountReader.NotStated;
    private int _cacheWritten = CountReader.NotStated;
    private int _thinking = CountReader.NotStated;

    /// <param name="before">What <see cref="Counts"/> was after the events before.</param>
    public AnthropicUsage(StatedCounts? before)
    {
        if (before is { } counts)
        {
            (_input, _output, _cacheRead, _cacheWritten, _thinking) = counts;
        }
    }

    /// <summary>A usage object was read.</summary>
    public bool IsStated { get; private set; }

    /// <summary>The counts as stated.</summary>
    public readonly StatedCounts Counts => new(_input, _output, _cacheRead, _cacheWritten, _thinking);

    /// <summary>The counts, the prompt's summed up as other APIs do.</summary>
    public readonly TokenUsage Usage => new(
        _input < 0 ? _input : _input + Math.Max(_cacheRead, 0) + Math.Max(_cacheWritten, 0), _output, _cacheRead, _thinking);

    /// <summary>Reads an object, or null.</summary>
    public void Read(ref JsonScanner json)
    {
        if (json.TryReadNull() || !json.EnterObject("an object or null as usage"))
        {
            return;
        }

        IsStated = true;
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("input_tokens"u8))
            {
                ReadOne(ref json, ref _input);
            }
            else if (name.SequenceEqual("output_tokens"u8))
            {
                ReadOne(ref json, ref _output);
            }
            else if (name.SequenceEqual("cache_read_input_tokens"u8))
            {
                ReadOne(ref json, ref _cacheRead);
            }
            else if (name.SequenceEqual("cache_creation_input_tokens"u8))
            {
                ReadOne(ref json, ref _cacheWritten);
            }
            else if (name.SequenceEqual("output_tokens_details"u8))
            {
                int thinking = CountReader.ReadDetail(ref json, "thinking_tokens"u8);
                _thinking = thinking < 0 ? _thinking : thinking;
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void ReadOne(ref JsonScanner json, ref int count)
    {
        int stated = CountReader.Read(ref json);
        count = stated < 0 ? count : stated;
    }
}

/// <summary>Counts as Anthropic states them; −1 where it has not.</summary>
internal readonly record struct StatedCounts(int Input, int Output, int CacheRead, int CacheWritten, int Thinking);
