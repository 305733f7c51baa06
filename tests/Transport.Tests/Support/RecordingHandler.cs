using LoadGen.Transport.Http;

namespace LoadGen.Transport.Tests.Support;

/// <summary>Keeps what a response handler is told.</summary>
internal sealed class RecordingHandler : IHttpResponseHandler
{
    private readonly List<byte> _body = [];

    public int StatusCode { get; private set; }

    public string? ContentType { get; private set; }

    public string Body => Wire.Text(_body.ToArray());

    public byte[] BodyBytes => _body.ToArray();

    public bool HasEnded { get; private set; }

    public List<string> Calls { get; } = [];

    public List<long> Stamps { get; } = [];

    /// <summary>Run on each piece of body.</summary>
    public Action? OnPiece { get; set; }

    public void OnHead(in HttpResponseHead head, long stampNs)
    {
        Calls.Add("head");
        Stamps.Add(stampNs);
        StatusCode = head.StatusCode;
        ContentType = head.TryGetHeader("content-type"u8, out ReadOnlySpan<byte> value) ? Wire.Text(value) : null;
    }

    public void OnBody(ReadOnlySpan<byte> bytes, long stampNs)
    {
        Assert.False(bytes.IsEmpty);
        Assert.False(HasEnded);
        Calls.Add("body");
        Stamps.Add(stampNs);
        _body.AddRange(bytes);
        OnPiece?.Invoke();
    }

    public void OnEnd(long stampNs)
    {
        Assert.False(HasEnded);
        Calls.Add("end");
        Stamps.Add(stampNs);
        HasEnded = true;
    }
}
