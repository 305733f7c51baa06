using System.Security.Cryptography.X509Certificates;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>Command lines and configurations that are right, and those that are not.</summary>
public sealed class RouteUsageTests : IDisposable
{
    private const string OneWorker = "pools: {workers: {workers: [{url: \"http://127.0.0.1:1\"}]}}\nlisten: \"127.0.0.1:0\"\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sglang")]
    [InlineData("trtllm")]
    [InlineData("vllm-nixl")]
    [InlineData("vllm-p2p-nccl")]
    [InlineData("aggregated")]
    public async Task Every_example_is_right(string name)
    {
        string file = _folder.File(name + ".yaml", File.ReadAllText(Repository.Existing("configs", "routing", name + ".yaml")));
        Directory.CreateDirectory(_folder["tls"]);
        using var certificates = new TestCertificates();
        using X509Certificate2 certificate = certificates.ForLoopback();
        _folder.File("tls/server.pem", certificate.ExportCertificatePem());
        _folder.File("tls/server.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _folder.File("keys.txt", new string('a', 64) + " somebody\n");
        var environment = new Dictionary<string, string> { ["LOADGEN_ADMIN_TOKEN"] = "t" };
        Finished finished = (await Loadgen.RunAsync(["route", file, "--check"], environment)).Exits(Loadgen.Ok);
        Assert.Equal($"{file}: right\n", finished.Stdout);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_a_line_each_with_its_place()
    {
        string file = _folder.File("router.yaml", """
            listen: 0.0.0.0:99999
            protocol: sglan
            limits: {in_flght_max: 3}
            timeouts: {pool_idle_s: 5}
            pools:
              prefill: {workers: []}
            """);
        Finished finished = (await Loadgen.RunAsync("route", file)).Exits(Loadgen.Usage);
        Assert.Equal(
            ["1:9: listen: ", "2:11: protocol: ", "3:10: limits.in_flght_max: ", "4:25: timeouts.pool_idle_s: ", "6:3: pools.prefill: ", "6:3: pools.prefill: "],
            finished.Messages.Select(line => line[$"loadgen: {file}:".Length..]).Select(line => line[..(line.IndexOf(": ", line.IndexOf(": ", StringComparison.Ordinal) + 1, StringComparison.Ordinal) + 2)]));
        Assert.Contains("did you mean 'in_flight_max'", finished.Stderr);
        Assert.Equal(finished.Stderr, (await Loadgen.RunAsync("route", file, "--check")).Exits(Loadgen.Usage).Stderr);
    }

    [Theory]
    [InlineData("admin: {listen: \"0.0.0.0:0\", token_env: LOADGEN_TEST_UNSET}\n", "router.yaml:3:41: admin.token_env: the environment variable LOADGEN_TEST_UNSET is not set")]
    [InlineData("admin: {listen: \"0.0.0.0:0\"}\n", "router.yaml:3:17: admin.listen: ", "without a token")]
    [InlineData("api_keys: {file: nowhere.txt}\n", "router.yaml:3:18: api_keys.file: ", "does not exist")]
    [InlineData("api_keys: {file: router.yaml}\n", "router.yaml:3:18: api_keys.file: ", "64 hex digits")]
    public async Task A_configuration_that_cannot_work_is_refused_in_one_line(string more, params string[] message) =>
        (await Loadgen.RunAsync("route", _folder.File("router.yaml", OneWorker + more))).RefusesUsage("route", message);

    [Fact]
    public async Task A_file_that_is_not_there_is_named_in_one_line() =>
        (await Loadgen.RunAsync("route", _folder["none.yaml"])).RefusesUsage("route", _folder["none.yaml"], "does not exist");

    [Fact]
    public async Task A_log_that_cannot_be_written_is_named_in_one_line()
    {
        string file = _folder.File("router.yaml", OneWorker + "telemetry: {access_log: none/at/all.log}\n");
        (await Loadgen.RunAsync("route", file)).Exits(Loadgen.Usage).Says("access log", _folder["none/at/all.log"]);
    }

    [Theory]
    [InlineData("listen")]
    [InlineData("admin")]
    public async Task A_port_in_use_is_named_in_one_line(string listener)
    {
        await using ScriptedServer other = ScriptedServer.Answering("");
        string[] options = listener == "listen" ? ["--listen", other.Authority] : ["--listen", "127.0.0.1:0", "--admin", other.Authority];
        (await Loadgen.RunAsync(["route", "--worker", "http://127.0.0.1:1", .. options])).Exits(Loadgen.Usage).Says(other.Authority, "in use");
    }

    [Fact]
    public async Task Neither_a_file_nor_workers_is_bad_usage() => (await Loadgen.RunAsync("route")).RefusesUsage("route", "name a configuration file");

    [Fact]
    public async Task A_key_that_does_not_come_is_bad_usage() => (await Loadgen.RunAsync("route", "hash-key")).RefusesUsage("route hash-key", "no key came");

    [Fact]
    public async Task A_router_told_so_ends_with_its_input()
    {
        Finished finished = (await Loadgen.RunAsync("route", "--worker", "http://127.0.0.1:1", "--listen", "127.0.0.1:0", "--until-eof")).Exits(Loadgen.Ok);
        Assert.StartsWith("router at http://127.0.0.1:", finished.Stdout, StringComparison.Ordinal);
    }
}
