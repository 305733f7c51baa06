using LoadGen.Routing.Settings;

namespace LoadGen.Routing.Tests.Settings;

public class SettingsCheckTests
{
    [Theory]
    [InlineData("admin: {listen: '0.0.0.0:8000', token_env: T}\n", "admin.listen: found '0.0.0.0:8000', which listen listens on already")]
    [InlineData("admin: {listen: '127.0.0.1:8000'}\n", "admin.listen: found '127.0.0.1:8000', which listen listens on already")]
    [InlineData("admin: {listen: '10.0.0.9:8001'}\n", "admin.listen: found '10.0.0.9:8001' without a token")]
    [InlineData("admin: {listen: '10.0.0.9:8001', token_env: T, token_file: t}\n", "admin: token_env and token_file are both given")]
    [InlineData("admin: {}\n", "admin: the key 'listen' is missing; accepted: text")]
    [InlineData("heartbeat: {}\n", "heartbeat: only workers of the protocols p2p-nccl, moriio-read, moriio-write register themselves; found protocol none")]
    [InlineData("worker_tls: {client_key_file: k}\n", "worker_tls: client_certificate_file and client_key_file are given together")]
    [InlineData("worker_tls: {ca_file: k, insecure: true}\n", "worker_tls.insecure: ca_file has no meaning")]
    [InlineData("telemetry: {otlp_endpoint: 'localhost:4317'}\n", "telemetry.otlp_endpoint: found 'localhost:4317'; accepted: an http or https URL")]
    [InlineData("headers: {forward: [a b]}\n", "headers.forward[0]: found 'a b'; accepted: the name of a header")]
    [InlineData("headers: {forward: [Host]}\n", "headers.forward[0]: Host belongs to one connection")]
    [InlineData("headers: {forward: [a, A]}\n", "headers.forward[1]: A stands here a second time")]
    [InlineData("affinity: {header: ''}\n", "affinity.header: found ''; accepted: the name of a header")]
    [InlineData("health: {path: health}\n", "health.path: found 'health'; accepted: a path such as /health")]
    [InlineData("health: {interval_s: 1, timeout_s: 9}\n", "health.timeout_s: found 9; accepted: at most interval_s")]
    [InlineData("retries: {budget_ratio: 1.5}\n", "retries.budget_ratio: found 1.5; accepted: 0 to 1")]
    [InlineData("retries: {attempts_max: 0}\n", "retries.attempts_max: found 0; accepted: 1 to 10")]
    [InlineData("limits: {body_bytes_max: 1}\n", "limits.body_bytes_max: found 1; accepted: 1024 to 17179869184")]
    [InlineData("loops: -1\n", "loops: found -1; accepted: 0 to 256")]
    [InlineData("readiness: {canary: on}\n", "readiness.canary: found the text 'on'; accepted: true or false")]
    [InlineData("protocol: sglang\n", "protocol: is given without the pools pools.prefill and pools.decode")]
    public void What_cannot_work_is_refused(string text, string problem) =>
        Assert.Contains(problem, Assert.Single(Texts.Problems(Texts.Aggregated + text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("listen: 0.0.0.0:8000\n", "pools: there is nothing to route to")]
    [InlineData("protocol: nixl\npools: {prefill: {workers: [{url: 'http://a:1'}]}}\n", "pools.prefill: there is no pool pools.decode")]
    [InlineData("protocol: nixl\npools: {decode: {workers: [{url: 'http://a:1'}]}}\n", "pools.decode: there is no pool pools.prefill")]
    [InlineData("pools: {prefill: {workers: [{url: 'http://a:1'}]}, decode: {workers: [{url: 'http://b:1'}]}}\n", "pools.prefill: the key 'protocol' is missing")]
    [InlineData("protocol: sglang\nconditional: {max_local_prefill_tokens: 9}\npools: {prefill: {workers: [{url: 'http://a:1'}]}, decode: {workers: [{url: 'http://b:1'}]}}\n", "conditional.max_local_prefill_tokens: found 9; accepted: 0 with the protocol sglang")]
    [InlineData("pools: {workers: {}}\n", "pools.workers: has neither workers nor dns")]
    [InlineData("pools: {workers: {workers: [{url: 'http://A:80'}, {url: 'http://a'}]}}\n", "pools.workers.workers[1].url: the worker http://a stands here a second time; the first is pools.workers.workers[0].url")]
    [InlineData("pools: {workers: {workers: [{url: 'http://u:secret@a:1'}]}}\n", "pools.workers.workers[0].url: found '…@a:1'; accepted: http://host:port")]
    [InlineData("pools: {workers: {workers: [{url: 'http://a:1/v1'}]}}\n", "pools.workers.workers[0].url: found 'http://a:1/v1'")]
    [InlineData("pools: {workers: {workers: [{}]}}\n", "pools.workers.workers[0]: the key 'url' is missing")]
    [InlineData("pools: {workers: {dns: [{name: 'a:1', port: 8}]}}\n", "pools.workers.dns[0].name: found 'a:1'; accepted: a host name")]
    [InlineData("pools: {workers: {dns: [{name: a, port: 0}]}}\n", "pools.workers.dns[0].port: found 0; accepted: 1 to 65535")]
    [InlineData("pools: {workers: {dns: [{name: a, port: 1, scheme: ftp}]}}\n", "pools.workers.dns[0].scheme: found 'ftp'; accepted: http, https")]
    [InlineData("pools: {workers: {dns: [{name: a, port: 1}, {name: a, port: 1}]}}\n", "pools.workers.dns[1].name: a with port 1 stands here a second time")]
    [InlineData("pools: {workers: {policy: {name: random, load_factor: 2}, dns: [{name: a, port: 1}]}}\n", "pools.workers.policy.load_factor: the policy random has no such option; accepted: none")]
    [InlineData("pools: {workers: {policy: {name: prefix_cache, match_threshold: 2}, dns: [{name: a, port: 1}]}}\n", "pools.workers.policy.match_threshold: found 2; accepted: 0 to 1")]
    public void Pools_that_cannot_work_are_refused(string text, string problem) =>
        Assert.Contains(problem, Assert.Single(Texts.Problems(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("admin: {listen: 'localhost:8001'}\n")]
    [InlineData("admin: {listen: '10.0.0.9:8001', token_file: t}\n")]
    [InlineData("listen: '[::]:0'\nadmin: {listen: '127.0.0.1:0'}\n")]
    [InlineData("timeouts: {pool_idle_s: 4.9, stall_s: 3600}\nloops: 4\n")]
    [InlineData("telemetry: {access_log: none, otlp_endpoint: 'http://c:4317', otlp_headers_env: H}\n")]
    public void What_can_work_is_taken(string text) => Assert.NotNull(Texts.Parse(Texts.Aggregated + text).Pools.Workers);

    [Fact]
    public void A_heartbeat_needs_no_pools() =>
        Assert.Equal(new HeartbeatSection(), Texts.Parse("protocol: p2p-nccl\nheartbeat: {}\n").Heartbeat);

    [Fact]
    public void Files_and_variables_that_are_not_there_are_all_named()
    {
        SettingsRules none = new() { FileExists = _ => false, Variable = _ => null };
        string[] problems = Texts.Problems(
            Texts.Aggregated + "api_keys: {file: keys.txt}\ntls: {certificate_file: a, key_file: b, client_ca_file: c}\nadmin: {listen: '0.0.0.0:1', token_env: T}\n", none);
        Assert.Equal(
            [
                "2:18: api_keys.file: the file '/etc/loadgen/keys.txt' does not exist",
                "3:25: tls.certificate_file: the file '/etc/loadgen/a' does not exist",
                "3:38: tls.key_file: the file '/etc/loadgen/b' does not exist",
                "3:57: tls.client_ca_file: the file '/etc/loadgen/c' does not exist",
                "4:41: admin.token_env: the environment variable T is not set",
            ],
            problems);
    }

    [Theory]
    [InlineData("0.0.0.0:8000", true)]
    [InlineData("[::1]:0", true)]
    [InlineData("localhost:65535", true)]
    [InlineData("localhost:65536", false)]
    [InlineData("::1:80", false)]
    [InlineData("1:80", false)]
    [InlineData(":80", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.0.0.0:+1", false)]
    [InlineData("example.org:80", false)]
    [InlineData("[1.2.3.4]:80", false)]
    public void An_address_to_listen_on_is_an_address_and_a_port(string text, bool isOne) =>
        Assert.Equal(isOne, ListenAddress.TryParse(text, out _));
}
