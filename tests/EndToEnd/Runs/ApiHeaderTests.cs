using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary>Which headers a run's requests have, by the API that is spoken and by what the user says.</summary>
public sealed class ApiHeaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Anthropics_key_and_version_have_headers_of_their_own()
    {
        string head = await HeadAsync("--api", "anthropic");

        Assert.StartsWith("POST /v1/messages HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nx-api-key: the-key\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nanthropic-version: 2023-06-01\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\r\nauthorization:", head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_the_user_says_takes_their_place()
    {
        string head = await HeadAsync("--api", "anthropic", "--api-key-header", "Authorization", "--header", "Anthropic-Version: 2099-01-01");

        Assert.Contains("\r\nauthorization: Bearer the-key\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nanthropic-version: 2099-01-01\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("2023-06-01", head, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nx-api-key:", head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_model_is_in_the_path_where_the_api_has_it_there() =>
        Assert.StartsWith("POST /base/v2/models/a%2Fb/generate_stream HTTP/1.1\r\n", await HeadAsync("--api", "triton", "--model", "a/b"), StringComparison.Ordinal);

    private async Task<string> HeadAsync(params string[] options)
    {
        // What is answered does not matter here: the request has been made.
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Error("400 Bad Request", "no"));
        string key = _folder.File("key", "the-key");
        (await Loadgen.RunAsync(Bench.Quick(server.Url + "/base", _folder["run"], ["--requests", "1", "--api-key-file", key, .. options]))).Exits(Loadgen.Failed);
        return server.Exchanges[0].Request.Head.Replace("POST /base/v1", "POST /v1", StringComparison.Ordinal);
    }
}
