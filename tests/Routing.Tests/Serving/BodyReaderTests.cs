using System.IO.Pipelines;
using System.Text;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadGen.Routing.Tests.Serving;

public sealed class BodyReaderTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(5, 5L)]
    [InlineData(5, 1_000_000_000L)]
    [InlineData(300_000, null)]
    [InlineData(300_000, 1L)]
    public async Task The_body_is_read_whole_whatever_its_length_claims(int bytes, long? claimed)
    {
        string text = new('b', bytes);
        var http = new DefaultHttpContext();
        http.Features.Set<IRequestBodyPipeFeature>(new Body(PipeReader.Create(new MemoryStream(Encoding.ASCII.GetBytes(text)))));
        http.Request.ContentLength = claimed;

        ClientBody body = await BodyReader.ReadAsync(http.Request, TestContext.Current.CancellationToken);

        Assert.Equal(text, Encoding.ASCII.GetString(body.Memory.Span));
        body.Release();
    }

    private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;
}
