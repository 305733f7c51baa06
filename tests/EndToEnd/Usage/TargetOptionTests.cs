using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary>What cannot be meant by the options that name the endpoint: one line that says so, exit 2, and nothing done.</summary>
public sealed class TargetOptionTests : IDisposable
{
    private const string Http = "http://127.0.0.1:1";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--url is missing")]
    [InlineData("--url: 'ftp://host' is not an http:// or https:// URL", "--url", "ftp://host")]
    [InlineData("--url: 'localhost:8000' is not an http:// or https:// URL", "--url", "localhost:8000")]
    [InlineData("--url: 'http://' is not an http:// or https:// URL", "--url", "http://")]
    [InlineData("--url: 'http://host:99999' is not an http:// or https:// URL", "--url", "http://host:99999")]
    [InlineData("--url: a user name or password in the URL is not accepted", "--url", "http://me:secret@host")]
    [InlineData("--url: a fragment", "--url", "http://host/#part")]
    [InlineData("'--no-such-option'", "--url", Http, "--no-such-option")]
    [InlineData("'stray'", "--url", Http, "stray")]
    [InlineData("--api: 'soap' is not one of completions, chat, responses, anthropic, sglang, vllm-tokens, tgi, triton, trtllm, trtllm-llmapi, ollama, embeddings, rerank", "--url", Http, "--api", "soap")]
    [InlineData("--continuous-usage needs a stream of one of these APIs: completions, chat, vllm-tokens", "--url", Http, "--api", "anthropic", "--continuous-usage")]
    [InlineData("--continuous-usage needs a stream", "--url", Http, "--no-stream", "--continuous-usage")]
    [InlineData("--prompt-format ids: the anthropic API takes no token ids", "--url", Http, "--api", "anthropic", "--prompt-format", "ids")]
    [InlineData("--prompt-format words: the vllm-tokens API takes token ids only", "--url", Http, "--api", "vllm-tokens", "--prompt-format", "words")]
    [InlineData("--api-key-header needs a key", "--url", Http, "--api-key-header", "x-api-key")]
    [InlineData("--api-key-header: 'two words' is not an HTTP field name", "--url", Http, "--api-key-header", "two words", "--api-key-env", "PATH")]
    [InlineData("--temperature: 'warm' is not a number from 0 to 2", "--url", Http, "--temperature", "warm")]
    [InlineData("--header: write 'NAME: VALUE'", "--url", Http, "--header", "no-colon")]
    [InlineData("'two words' is none", "--url", Http, "--header", "two words: x")]
    [InlineData("--header X-Bad: the value holds control characters", "--url", Http, "--header", "X-Bad: a\nb")]
    [InlineData("--header Content-Length: the body's length is stated by this program", "--url", Http, "--header", "Content-Length: 5")]
    [InlineData("--header Transfer-Encoding: the body's length", "--url", Http, "--header", "Transfer-Encoding: chunked")]
    [InlineData("--api-key-env: the environment variable LOADGEN_TEST_UNSET is not set", "--url", Http, "--api-key-env", "LOADGEN_TEST_UNSET")]
    [InlineData("--api-key-env and --api-key-file exclude each other", "--url", Http, "--api-key-env", "PATH", "--api-key-file", "key")]
    [InlineData("--api-key-file: no-such-key does not exist", "--url", Http, "--api-key-file", "no-such-key")]
    [InlineData("--extra-body: ", "--url", Http, "--extra-body", "{\"a\":")]
    [InlineData("--extra-body: ", "--url", Http, "--extra-body", "[1]")]
    [InlineData("--extra-body: no-such.json does not exist", "--url", Http, "--extra-body", "@no-such.json")]
    [InlineData("the field stream is the measurement's own; use --no-stream", "--url", Http, "--extra-body", "{\"stream\":false}")]
    [InlineData("the field max_tokens is the measurement's own; use --osl", "--url", Http, "--extra-body", "{\"max_tokens\":1}")]
    [InlineData("the field input_ids is the measurement's own", "--url", Http, "--extra-body", "{\"input_ids\":[1]}")]
    [InlineData("the field prompt is the measurement's own", "--url", Http, "--extra-body", "{\"prompt\":\"x\"}")]
    [InlineData("--insecure, --ca-file and --server-name need an https:// URL", "--url", Http, "--insecure")]
    [InlineData("--insecure, --ca-file and --server-name need an https:// URL", "--url", Http, "--server-name", "other")]
    [InlineData("--ca-file: no-such.pem does not exist", "--url", "https://127.0.0.1:1", "--ca-file", "no-such.pem")]
    [InlineData("--sent-stamps and --no-stream exclude each other", "--url", Http, "--sent-stamps", "--no-stream")]
    [InlineData("--source-address: 'here' is not an IP address", "--url", Http, "--source-address", "here")]
    [InlineData("--source-address: '1' is not an IP address", "--url", Http, "--source-address", "127.0.0.1,1")]
    [InlineData("--source-address: 0.0.0.0 means any address", "--url", Http, "--source-address", "0.0.0.0")]
    [InlineData("--source-address: 127.0.0.1 is named twice", "--url", Http, "--source-address", "127.0.0.1", "--source-address", "127.0.0.1")]
    [InlineData("--source-address 192.0.2.7 is not an address of this host", "--url", Http, "--source-address", "192.0.2.7")]
    [InlineData("--source-address ::1 is an IPv6 address, and 127.0.0.1:1 has none of that family", "--url", Http, "--source-address", "::1")]
    [InlineData("--calibration: no-such.json does not exist", "--url", Http, "--calibration", "no-such.json")]
    [InlineData("--connect-timeout: '0' is not a duration", "--url", Http, "--connect-timeout", "0")]
    [InlineData("--first-byte-timeout: '-1s' is not a duration", "--url", Http, "--first-byte-timeout=-1s")]
    [InlineData("--stall-timeout: '5 parsecs' is not a duration", "--url", Http, "--stall-timeout", "5 parsecs")]
    [InlineData("--request-timeout: 'forever' is not a duration", "--url", Http, "--request-timeout", "forever")]
    public async Task Is_refused_in_one_line(string message, params string[] options) =>
        (await Loadgen.RunAsync(["bench", .. options], workingFolder: _folder.Path)).RefusesUsage("bench", message);

    [Fact]
    public async Task Insecure_and_a_CA_file_exclude_each_other()
    {
        using var certificates = new TestCertificates();
        string file = _folder.File("ca.pem", certificates.AuthorityPem);
        (await Loadgen.RunAsync("bench", "--url", "https://127.0.0.1:1", "--insecure", "--ca-file", file))
            .RefusesUsage("bench", "--insecure and --ca-file exclude each other");
    }

    [Fact]
    public async Task A_CA_file_without_certificates_is_named() =>
        (await Loadgen.RunAsync(Bench.Quick("https://127.0.0.1:1", _folder["run"], "--ca-file", _folder.File("ca.pem", "none here\n"))))
            .RefusesUsage("bench", "--ca-file: ", _folder["ca.pem"], "holds no PEM certificate");

    [Fact]
    public async Task An_empty_key_file_is_named() =>
        (await Loadgen.RunAsync("bench", "--url", Http, "--api-key-file", _folder.File("key", "\n")))
            .RefusesUsage("bench", $"--api-key-file: {_folder["key"]} is empty");

    [Fact]
    public async Task A_key_of_two_lines_is_refused_and_not_shown()
    {
        Finished refused = await Loadgen.RunAsync("bench", "--url", Http, "--api-key-file", _folder.File("key", "first-half\nsecond-half\n"));
        refused.RefusesUsage("bench", "the API key holds line breaks or control characters");
        Assert.DoesNotContain("half", refused.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_in_the_URL_is_not_shown()
    {
        Finished refused = await Loadgen.RunAsync("bench", "--url", "http://me:secret@host");
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_are_told_at_once()
    {
        Finished refused = (await Loadgen.RunAsync("bench", "--header", "bad", "--extra-body", "x", "--goodput", "y")).Exits(Loadgen.Usage);
        Assert.Collection(
            refused.Messages,
            m => Assert.Contains("--url", m, StringComparison.Ordinal),
            m => Assert.Contains("--header", m, StringComparison.Ordinal),
            m => Assert.Contains("--extra-body", m, StringComparison.Ordinal),
            m => Assert.Contains("--goodput", m, StringComparison.Ordinal));
    }
}
