using System.Security.Cryptography.X509Certificates;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Failures;

public sealed class TlsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestCertificates _certificates = new();

    public void Dispose()
    {
        _folder.Dispose();
        _certificates.Dispose();
    }

    [Theory]
    [InlineData("--model", "sim")]
    [InlineData]
    public async Task An_untrusted_certificate_is_refused_with_the_two_ways_out(params string[] model)
    {
        using X509Certificate2 certificate = _certificates.ForLoopback();
        await using ScriptedServer server = Server(certificate);
        (await Loadgen.RunAsync(["bench", "--url", server.Url, "--output", _folder["run"], "--progress", "none", .. model]))
            .Exits(Loadgen.Unreachable).Says(server.Authority, "is not trusted", "--ca-file", "--insecure");
        Assert.Empty(server.Exchanges);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused_even_from_a_trusted_authority()
    {
        using X509Certificate2 certificate = _certificates.ForHost("another.test");
        await using ScriptedServer server = Server(certificate);
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "1", "--ca-file", CaFile())))
            .Exits(Loadgen.Unreachable).Says(server.Authority, "127.0.0.1");
        Assert.Equal(1, new RunFiles(_folder["run"]).AssertAddsUp().Outcome("refused"));
        Assert.Empty(server.Exchanges);
    }

    [Fact]
    public async Task Another_server_name_can_be_expected()
    {
        using X509Certificate2 certificate = _certificates.ForHost("another.test");
        await using ScriptedServer server = Server(certificate);
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "1", "--ca-file", CaFile(), "--server-name", "another.test")))
            .Exits(Loadgen.Ok);
        Assert.Equal(1, new RunFiles(_folder["run"]).AssertAddsUp().Outcome("completed"));
    }

    [Fact]
    public async Task The_given_authority_is_trusted()
    {
        using X509Certificate2 certificate = _certificates.ForLoopback();
        await using ScriptedServer server = Server(certificate);
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "3", "--ca-file", CaFile()))).Exits(Loadgen.Ok);
        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal(3, run.Outcome("completed"));
        Assert.True(run.Result.GetProperty("target").GetProperty("tls").GetBoolean());
    }

    [Fact]
    public async Task Insecure_accepts_any_certificate()
    {
        using X509Certificate2 certificate = _certificates.ForHost("another.test");
        await using ScriptedServer server = Server(certificate);
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "3", "--insecure"))).Exits(Loadgen.Ok);
        Assert.Equal(3, new RunFiles(_folder["run"]).AssertAddsUp().Outcome("completed"));
    }

    [Fact]
    public async Task An_https_URL_of_a_server_that_waits_for_plain_text_runs_into_the_connect_limit()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        string url = $"https://{server.Authority}";
        (await Loadgen.RunAsync(["bench", "--url", url, "--model", "sim", "--output", _folder["run"], "--connect-timeout", "500ms", "--progress", "none"]))
            .Exits(Loadgen.Unreachable).Says(server.Authority, "TLS handshake");
    }

    [Fact]
    public async Task An_https_URL_of_a_server_that_answers_in_plain_text_gets_the_hint()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        Task answering = AnswerInPlainTextAsync(listener);
        string authority = listener.LocalEndpoint.ToString()!;
        (await Loadgen.RunAsync(Bench.Quick($"https://{authority}", _folder["run"], "--requests", "1")))
            .Exits(Loadgen.Unreachable).Says(authority, "TLS handshake", "http://");
        await answering;
    }

    [Fact]
    public async Task A_plain_URL_of_a_TLS_port_is_a_protocol_error()
    {
        // What a TLS server says to plain text: a fatal alert, handshake failure.
        await using ScriptedServer server = ScriptedServer.Answering("\u0015\u0003\u0003\0\u0002\u0002\u0028", thenClose: true);
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "2"))).Exits(Loadgen.Failed).Says("https://");
        Assert.Equal(2, new RunFiles(_folder["run"]).AssertAddsUp().Outcome("protocol_error"));
    }

    [Fact]
    public async Task The_native_binary_does_TLS_with_no_library_of_the_host()
    {
        using X509Certificate2 certificate = _certificates.ForLoopback();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = ScriptedServer.Start(
            async exchange =>
            {
                asked.TrySetResult();
                await answer.Task;
                await exchange.SendAsync(Answers.Stream(Bench.QuickTokens));
            },
            certificate);
        await using LoadgenProcess bench = Loadgen.Start(Bench.Quick(server.Url, _folder["run"], "--requests", "1", "--ca-file", CaFile()));
        await asked.Task.WaitAsync(Loadgen.DefaultLimit);
        string[] mapped = File.Exists($"/proc/{bench.Id}/maps") ? await File.ReadAllLinesAsync($"/proc/{bench.Id}/maps") : [];
        answer.SetResult();
        (await bench.WaitAsync()).Exits(Loadgen.Ok);
        if (Loadgen.IsNative)
        {
            Assert.NotEmpty(mapped);
            Assert.DoesNotContain(mapped, line => line.Contains("libssl", StringComparison.Ordinal) || line.Contains("libcrypto", StringComparison.Ordinal));
        }
    }

    private static ScriptedServer Server(X509Certificate2 certificate) => ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens), certificate: certificate);

    // As a web server does that gets a TLS greeting on its plain port.
    private static async Task AnswerInPlainTextAsync(System.Net.Sockets.TcpListener listener)
    {
        using System.Net.Sockets.Socket socket = await listener.AcceptSocketAsync();
        await socket.ReceiveAsync(new byte[4096]);
        await socket.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        while (await socket.ReceiveAsync(new byte[4096]) > 0)
        {
        }
    }

    private string CaFile() => _folder.File("ca.pem", _certificates.AuthorityPem);
}
