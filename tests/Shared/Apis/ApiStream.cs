using System.Buffers;
using System.Text;
using LoadGen.Inference;
using LoadGen.Transport.Lines;
using LoadGen.Transport.Sse;

namespace LoadGen.Shared.Apis;

/// <summary>A stream as an API reads it, through the reader that the client uses.</summary>
internal sealed class ApiStream : ISseHandler, ILineHandler
{
    private readonly IInferenceApi _api;
    private readonly ArrayBufferWriter<byte> _content = new();
    private readonly ArrayBufferWriter<byte> _reasoning = new();
    private StreamState _state;

    public ApiStream(IInferenceApi api)
    {
        _api = api;
        _state = new StreamState { Content = _content, Reasoning = _reasoning };
    }

    public List<StreamEvent> Events { get; } = [];

    public string Content => Encoding.UTF8.GetString(_content.WrittenSpan);

    public string Reasoning => Encoding.UTF8.GetString(_reasoning.WrittenSpan);

    /// <summary>The usage that the stream ends up with.</summary>
    public TokenUsage Usage => Events.Last(e => e.HasUsage).Usage;

    public FinishReason Finish => Events.Last(e => e.Finish != FinishReason.None).Finish;

    public IEnumerable<int> Tokens => Events.Where(e => e.HasChoices).Select(e => e.Tokens);

    public OutputKinds Kinds => Events.Aggregate(OutputKinds.None, (kinds, e) => kinds | e.Output);

    public static byte[] Bytes(string fixture) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "streams", fixture));

    /// <summary>The recorded streams of an API: its folder's.</summary>
    public static IEnumerable<string> FixturesOf(IInferenceApi api)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "streams", api.Name);
        return Directory.Exists(folder) ? Directory.GetFiles(folder).Select(file => api.Name + "/" + Path.GetFileName(file)).Order(StringComparer.Ordinal) : [];
    }

    /// <summary>Reads a recorded stream of the API whose folder it is in, in pieces that end at these places.</summary>
    public static ApiStream Read(string fixture, params int[] ends)
    {
        Assert.True(InferenceApis.TryGet(fixture[..fixture.IndexOf('/')], out IInferenceApi? api));
        return Read(api, Bytes(fixture), ends);
    }

    public static ApiStream Read(IInferenceApi api, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> ends)
    {
        var stream = new ApiStream(api);
        Split(api, bytes, stream, ends);
        return stream;
    }

    /// <summary>The events of a stream, unread.</summary>
    public static List<(byte[] Type, byte[] Data)> Unread(string fixture)
    {
        Assert.True(InferenceApis.TryGet(fixture[..fixture.IndexOf('/')], out IInferenceApi? api));
        var recorder = new Recorder();
        Split(api, Bytes(fixture), recorder, []);
        return recorder.Events;
    }

    public static StreamEvent Whole(string apiName, string body, out string content)
    {
        Assert.True(InferenceApis.TryGet(apiName, out IInferenceApi? api));
        return Whole(api, Encoding.UTF8.GetBytes(body), out content);
    }

    public static StreamEvent Whole(IInferenceApi api, ReadOnlySpan<byte> body, out string content)
    {
        var stream = new ApiStream(api);
        var result = default(StreamEvent);
        api.ReadResponse(body, ref stream._state, ref result);
        content = stream.Content;
        return result;
    }

    public void OnLine(ReadOnlySpan<byte> line) => OnEvent(default, line);

    public void OnEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var result = default(StreamEvent);
        _api.ReadEvent(type, data, ref _state, ref result);
        Events.Add(result);
    }

    private static void Split<THandler>(IInferenceApi api, ReadOnlySpan<byte> bytes, THandler handler, ReadOnlySpan<int> ends)
        where THandler : class, ISseHandler, ILineHandler
    {
        var events = new SseParser();
        var lines = new LineParser();
        bool isLines = api.Traits.Framing == ReplyFraming.Lines;
        int start = 0;
        for (int i = 0; i <= ends.Length; i++)
        {
            int end = i < ends.Length ? ends[i] : bytes.Length;
            Assert.True(isLines ? lines.Consume(bytes[start..end], ref handler) : events.Consume(bytes[start..end], ref handler));
            start = end;
        }

        lines.Complete(ref handler);
    }

    private sealed class Recorder : ISseHandler, ILineHandler
    {
        public List<(byte[] Type, byte[] Data)> Events { get; } = [];

        public void OnLine(ReadOnlySpan<byte> line) => OnEvent(default, line);

        public void OnEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => Events.Add((type.ToArray(), data.ToArray()));
    }
}
