using LoadGen.Routing.Settings;

namespace LoadGen.Routing.Tests.Settings;

public class RestartOnlyTests
{
    [Theory]
    [InlineData("timeouts: {stall_s: 5}")]
    [InlineData("retries: {attempts_max: 3}")]
    [InlineData("limits: {in_flight_max: 3}")]
    [InlineData("headers: {forward: []}")]
    [InlineData("api_keys: {file: k}")]
    public void What_can_change_at_run_time_is_not_named(string text) => Assert.Empty(Differences(text));

    [Theory]
    [InlineData("listen: 0.0.0.0:9000", "listen")]
    [InlineData("admin: {listen: '127.0.0.1:1'}", "admin")]
    [InlineData("tls: {certificate_file: a, key_file: b}", "tls")]
    [InlineData("worker_tls: {insecure: true}", "worker_tls")]
    [InlineData("limits: {header_timeout_s: 3}", "limits.header_timeout_s")]
    [InlineData("limits: {body_rate_min_bytes_s: 3}", "limits.body_rate_min_bytes_s")]
    [InlineData("health: {interval_s: 9}", "health")]
    [InlineData("breaker: {open_s: 9}", "breaker")]
    [InlineData("readiness: {canary: false}", "readiness")]
    [InlineData("telemetry: {access_log: none}", "telemetry")]
    [InlineData("loops: 3", "loops")]
    public void What_needs_a_restart_is_named(string text, string key) => Assert.Equal([key], Differences(text));

    [Fact]
    public void Workers_and_policies_can_change_at_run_time() => Assert.Empty(RouterSettings.RestartOnlyDifferences(
        Texts.Parse(Texts.Aggregated), Texts.Parse("pools: {workers: {policy: {name: random}, workers: [{url: 'http://b:1'}]}}\n")));

    [Fact]
    public void The_protocol_and_its_heartbeat_need_a_restart() => Assert.Equal(
        ["protocol", "heartbeat"],
        RouterSettings.RestartOnlyDifferences(Texts.Parse(Texts.Aggregated), Texts.Parse("protocol: p2p-nccl\nheartbeat: {ttl_s: 6}\n")));

    private static IReadOnlyList<string> Differences(string text) =>
        RouterSettings.RestartOnlyDifferences(Texts.Parse(Texts.Aggregated), Texts.Parse(Texts.Aggregated + text + "\n"));
}
