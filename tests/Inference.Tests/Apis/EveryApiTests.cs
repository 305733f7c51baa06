using LoadGen.Shared.Apis;

namespace LoadGen.Inference.Tests.Apis;

/// <summary>What holds of every API: held to its recorded streams.</summary>
public class EveryApiTests
{
    public static TheoryData<string> Fixtures => [.. InferenceApis.All.SelectMany(ApiStream.FixturesOf)];

    [Fact]
    public void Every_api_that_streams_has_recorded_streams()
    {
        string[] without = [.. InferenceApis.All.Where(api => api.Traits.Framing != ReplyFraming.Whole && !ApiStream.FixturesOf(api).Any()).Select(api => api.Name)];

        // The fixtures of these two lie at the top, from before there were others; their own tests read them.
        Assert.Equal(["completions", "chat"], without);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_stream_split_at_any_byte_gives_the_same_events(string fixture)
    {
        byte[] bytes = ApiStream.Bytes(fixture);
        ApiStream whole = ApiStream.Read(fixture);
        Assert.NotEmpty(whole.Events);
        for (int i = 0; i <= bytes.Length; i++)
        {
            AssertSame(whole, ApiStream.Read(fixture, i), i);
        }

        AssertSame(whole, ApiStream.Read(fixture, [.. Enumerable.Range(1, bytes.Length)]), -1);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_good_stream_is_well_formed_and_ends_as_its_api_says(string fixture)
    {
        ApiStream stream = ApiStream.Read(fixture);
        Assert.True(InferenceApis.TryGet(fixture[..fixture.IndexOf('/')], out IInferenceApi? api));

        Assert.All(stream.Events, e => Assert.Null(e.Malformed));
        if (stream.Events.Exists(e => e.Error is not null))
        {
            return;
        }

        Assert.Equal(api.Traits.EndMarker is not null, stream.Events[^1].IsDone);
        Assert.DoesNotContain(stream.Events.SkipLast(1), e => e.IsDone);
        Assert.True(!api.Traits.StatesFinish || stream.Events.Exists(e => e.Finish != FinishReason.None));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Reading_a_good_stream_allocates_nothing(string fixture)
    {
        if (ApiStream.Read(fixture).Events.Exists(e => e.Error is not null))
        {
            return;
        }

        Assert.True(InferenceApis.TryGet(fixture[..fixture.IndexOf('/')], out IInferenceApi? api));
        List<(byte[] Type, byte[] Data)> recorded = ApiStream.Unread(fixture);

        void ReadAll()
        {
            var state = default(StreamState);
            foreach ((byte[] type, byte[] data) in recorded)
            {
                var result = default(StreamEvent);
                api.ReadEvent(type, data, ref state, ref result);
            }
        }

        // The first calls pay for statics and for the JIT.
        ReadAll();
        ReadAll();
        Assert.Equal(0, Allocated.Bytes(ReadAll));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Damage_is_told_and_never_thrown(string fixture)
    {
        Assert.True(InferenceApis.TryGet(fixture[..fixture.IndexOf('/')], out IInferenceApi? api));
        List<(byte[] Type, byte[] Data)> recorded = ApiStream.Unread(fixture);
        foreach ((byte[] type, byte[] data) in recorded.Where(e => e.Data[0] == '{' && !e.Type.SequenceEqual("error"u8.ToArray())))
        {
            for (int length = 0; length < data.Length; length++)
            {
                var state = default(StreamState);
                var result = default(StreamEvent);
                api.ReadEvent(type, data.AsSpan(0, length), ref state, ref result);
                Assert.NotNull(result.Malformed);
                Assert.Equal((false, OutputKinds.None, false), (result.HasChoices, result.Output, result.IsDone));
            }
        }
    }

    [Fact]
    public void Every_error_body_gives_a_message()
    {
        Assert.All(InferenceApis.All, api => Assert.Equal(
            new InferenceError("Overloaded", "overloaded_error"),
            api.ReadError(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}"""u8)));
    }

    private static void AssertSame(ApiStream expected, ApiStream actual, int at)
    {
        Assert.True(expected.Events.SequenceEqual(actual.Events), $"split at byte {at}");
        Assert.Equal((expected.Content, expected.Reasoning), (actual.Content, actual.Reasoning));
    }
}
