using System.Net;
using System.Threading.Channels;
using LoadGen.Economics.Skus;
using LoadGen.Reporting.Html;
using LoadGen.Reporting.Html.Serving;
using LoadGen.Reporting.Tests.Html.Support;
using LoadGen.Results.Rows;

namespace LoadGen.Reporting.Tests.Html.Serving;

public sealed class ReportServerTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly RunFolderFor _folder = new();
    private readonly ManualTime _time = new();
    private readonly HttpClient _client = new() { Timeout = s_patience };
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();
    private IReadOnlyList<ResultRow> _rows = [];
    private Exception? _odd;
    private ReportServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _folder.Result(10);
        _rows = [ReportRowsFor.One("run-1", folder: _folder.Path)];
        var source = new ReportSource([_folder.Path], ReportRowsFor.Options, new ReportBuilder(SkuCatalog.BuiltIn), _ => _odd is null ? new RowReading(_rows, []) : throw _odd, _time);
        _server = await ReportServer.StartAsync(source, new IPEndPoint(IPAddress.Loopback, 0), _time, line => _told.Writer.TryWrite(line), CancellationToken.None);
        _client.BaseAddress = _server.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_page_and_its_document_are_served_and_nobody_keeps_them()
    {
        using HttpResponseMessage page = await _client.GetAsync("/");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.Contains("\"live\":true", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"run-1\"", await _client.GetStringAsync("/data.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_run_is_told_and_is_in_the_document()
    {
        using Stream events = await _client.GetStreamAsync("/events");
        using var reader = new StreamReader(events);
        string first = await VersionAsync(reader);
        _rows = [.. _rows, ReportRowsFor.One("run-2")];
        _folder.Result(11.5);

        _time.AdvanceSeconds(1);

        Assert.NotEqual(first, await VersionAsync(reader));
        Assert.Contains("\"run-2\"", await _client.GetStringAsync("/data.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_no_report_can_be_made_of_is_told_once_and_the_next_one_is_shown()
    {
        using Stream events = await _client.GetStreamAsync("/events");
        using var reader = new StreamReader(events);
        string first = await VersionAsync(reader);
        _odd = new InvalidOperationException("a number\nwhere a text belongs");
        _folder.Result(11.5);
        _time.AdvanceSeconds(1);
        Assert.Equal(
            "the report was not made anew, and shows what it showed: InvalidOperationException: a number where a text belongs",
            await _told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(s_patience));

        _time.AdvanceSeconds(1);
        _odd = null;
        _rows = [.. _rows, ReportRowsFor.One("run-2")];
        _folder.Result(12.75);
        _time.AdvanceSeconds(1);

        Assert.NotEqual(first, await VersionAsync(reader));
        Assert.Contains("\"run-2\"", await _client.GetStringAsync("/data.json"), StringComparison.Ordinal);
        Assert.False(_told.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_run_s_files_can_be_read_and_nothing_else()
    {
        _folder.Write("notes <b>.txt", "hello");
        string list = await _client.GetStringAsync("/run/run-1/");
        Assert.Contains("notes &lt;b&gt;.txt", list, StringComparison.Ordinal);
        Assert.Contains("loadgen.result", await _client.GetStringAsync("/run/run-1/result.json"), StringComparison.Ordinal);
        foreach (string path in new[] { "/run/run-1/..%2f..%2fetc%2fpasswd", "/run/run-1/%2fetc%2fpasswd", "/run/other/result.json", "/run/", "/etc/passwd", "/run/run-1/none" })
        {
            using HttpResponseMessage answer = await _client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_name_of_someone_else_s_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/data.json");
        request.Headers.Host = "evil.example";
        using HttpResponseMessage answer = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Nothing_can_be_changed()
    {
        using HttpResponseMessage answer = await _client.PostAsync("/data.json", null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private static async Task<string> VersionAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync().WaitAsync(s_patience) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new EndOfStreamException("the events ended");
    }
}
