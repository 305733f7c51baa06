using System.Security.Cryptography.X509Certificates;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>Who may come, and over TLS.</summary>
public sealed class AccessTests : IDisposable
{
    private const string Key = "a-key-for-tests-of-some-length";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_who_has_a_key_of_the_file_gets_in_and_the_key_is_hashed_by_the_program()
    {
        string keys = await HashedKeyAsync();
        Assert.DoesNotContain(Key, keys);
        await using RoutedPool pool = await RoutedPool.StartAggregatedAsync($"api_keys: {{file: \"{_folder.File("keys.txt", $"# keys\n{keys} tester\n")}\"}}\ntelemetry: {{access_log: stdout}}");
        foreach (string path in (string[])["/v1/models", "/v1/embeddings", "/"])
        {
            Assert.Equal("invalid_api_key", (await pool.Router.GetAsync(path)).Is(401).Error.Code);
        }

        (await pool.Router.PostAsync(Ask.CompletionPath, Ask.Short, ("Authorization", "Bearer another"))).Is(401);
        (await pool.Router.PostAsync(Ask.CompletionPath, Ask.Short, ("Authorization", "Bearer " + Key))).Is(200);
        (await pool.Router.PostAsync(Ask.CompletionPath, Ask.Short, ("x-api-key", Key))).Is(200);
        (await pool.Router.GetAsync("/health")).Is(200);
        // What is the router's key is no engine's business.
        Assert.All(await pool.Decode.RequestsAsync(), request => Assert.False(request.GetProperty("authorization").GetBoolean()));
        pool.Router.Process.Signal(LoadgenProcess.SigTerm);
        Finished finished = (await pool.Router.Process.WaitAsync()).Exits(Loadgen.Ok);
        Assert.Contains("\"key\":\"tester\"", finished.Stdout);
        Assert.DoesNotContain(Key, finished.Stdout + finished.Stderr);
    }

    [Theory]
    [InlineData("sglang")]
    [InlineData("aggregated")]
    public async Task A_stream_comes_over_TLS_whole(string name)
    {
        using var certificates = new TestCertificates();
        string tls = Tls(certificates);
        await using EngineProcess decode = name == "sglang" ? await EngineProcess.StartAsync("decode", name) : await EngineProcess.StartAsync();
        await using EngineProcess? prefill = name == "sglang" ? await EngineProcess.StartAsync("prefill", name) : null;
        string file = _folder.File("router.yaml", prefill is null ? Yaml.Workers([decode], tls) : Yaml.Pair(name, [prefill], [decode], tls));
        await using RouterProcess router = await RouterProcess.StartAsync(file, handler: Trusting(certificates));
        Assert.StartsWith("https://127.0.0.1:", router.Url, StringComparison.Ordinal);
        // More than one record of TLS.
        Assert.Equal(401, Choices.Events((await router.PostAsync(Ask.CompletionPath, Ask.Stream(400))).Is(200)).Count + 1);
        (await router.PostAsync(Ask.CompletionPath, Ask.Short)).Is(200);
    }

    private static async Task<string> HashedKeyAsync()
    {
        await using LoadgenProcess process = Loadgen.StartWithInput(["route", "hash-key"]);
        process.WriteLastLine(Key);
        return (await process.WaitAsync()).Exits(Loadgen.Ok).Stdout.Trim();
    }

    private static SocketsHttpHandler Trusting(TestCertificates certificates)
    {
        X509Certificate2 authority = X509Certificate2.CreateFromPem(certificates.AuthorityPem);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        return handler;
    }

    private string Tls(TestCertificates certificates)
    {
        using X509Certificate2 certificate = certificates.ForLoopback();
        string pem = _folder.File("server.pem", certificate.ExportCertificatePem());
        using System.Security.Cryptography.ECDsa key = certificate.GetECDsaPrivateKey()!;
        return $"tls: {{certificate_file: \"{pem}\", key_file: \"{_folder.File("server.key", key.ExportPkcs8PrivateKeyPem())}\"}}";
    }
}
