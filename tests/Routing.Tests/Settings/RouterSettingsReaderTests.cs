using System.Net;
using LoadGen.Configuration;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Settings;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Settings;

public class RouterSettingsReaderTests
{
    [Fact]
    public void A_file_with_one_worker_is_enough()
    {
        RouterSettings settings = Texts.Parse(Texts.Aggregated);
        Assert.Equal("0.0.0.0:8000", settings.Listen);
        Assert.Null(settings.Admin);
        Assert.Null(settings.Protocol);
        Assert.Equal("least_requests", settings.Pools.Workers!.Policy.Name);
        Assert.Equal(new LimitsSection(), settings.Limits);
        Assert.Equal(new TimeoutsSection(), settings.Timeouts);
        Assert.Equal(new HealthSection(), settings.Health);
        Assert.Equal(new BreakerSection(), settings.Breaker);
        Assert.Equal(new RetriesSection(), settings.Retries);
        Assert.Contains("x-correlation-id", settings.Headers.Forward);
        Assert.Equal("x-session-id", settings.Affinity.Header);
    }

    [Fact]
    public void A_worker_becomes_what_the_fleet_takes()
    {
        WorkerSettings worker = Assert.Single(Texts.Parse("""
            pools:
              workers:
                workers:
                - url: http://[fd00::1]:8000/
                  bootstrap_port: 8998
                  side_channel_port: 5600
                  zmq_address: 10.0.0.1:21001
                  engine_id: e
                  context_info_endpoint: c
                  dp_size: 2
                  tp_size: 4
                  pp_size: 3
                  override_remote_host: true
            """).ToWorkers());
        Assert.Equal("http://[fd00::1]:8000", worker.Id);
        Assert.Equal(WorkerRole.Both, worker.Role);
        Assert.Equal(WorkerSource.Configuration, worker.Source);
        Assert.Equal(
            new HandoffPeer
            {
                Host = "fd00::1",
                Port = 8000,
                BootstrapPort = 8998,
                SideChannelHost = "fd00::1",
                SideChannelPort = 5600,
                ZmqAddress = "10.0.0.1:21001",
                EngineId = "e",
                ContextInfoEndpoint = "c",
                DpSize = 2,
                TpSize = 4,
                PpSize = 3,
                OverridesRemoteHost = true,
            },
            worker.Peer);
    }

    [Fact]
    public void A_names_address_becomes_a_worker_of_its_own()
    {
        var section = new DnsSection { Name = "prefill.internal", Port = 8000, Scheme = "https", BootstrapPort = 8998 };
        WorkerSettings worker = section.ToWorker(IPAddress.Parse("fd00::2"), WorkerRole.Prefill);
        Assert.Equal("https://[fd00::2]:8000", worker.Id);
        Assert.Equal(WorkerSource.Dns, worker.Source);
        Assert.Equal(new HandoffPeer { Host = "fd00::2", Port = 8000, BootstrapPort = 8998 }, worker.Peer);
    }

    [Fact]
    public void Files_are_sought_in_the_folder_of_the_configuration()
    {
        RouterSettings settings = Texts.Parse(Texts.Aggregated + "api_keys: {file: keys.txt}\ntls: {certificate_file: tls/a.pem, key_file: /k.pem}\ntelemetry: {access_log: ../access.log}\n");
        Assert.Equal("/etc/loadgen/keys.txt", settings.ApiKeys!.File);
        Assert.Equal(new TlsSection { CertificateFile = "/etc/loadgen/tls/a.pem", KeyFile = "/k.pem" }, settings.Tls);
        Assert.Equal("/etc/access.log", settings.Telemetry.AccessLog);
    }

    [Fact]
    public void All_problems_are_reported_at_once_with_their_positions() => Assert.Equal(
        [
            "1:9: listen: found 'everywhere'; accepted: address:port, such as 0.0.0.0:8000, [::]:8000 or localhost:8000",
            "2:11: protocol: found 'sglan'; did you mean 'sglang'? accepted: sglang, nixl, nixl-push, p2p-nccl, mooncake, moriio-read, moriio-write, trtllm-context-first, trtllm-generation-first",
            "5:20: pools.prefill.policy.name: found 'roundrobin'; did you mean 'round_robin'? accepted: random, round_robin, least_requests, least_tokens, consistent_hash, prefix_cache",
            "6:23: pools.prefill.workers[0].url: found '10.0.0.1:8000'; accepted: http://host:port or https://host:port, without path, query or user name",
            "8:25: pools.decode.workers[0].dp_size: found 0; accepted: 1 to 4096",
            "9:11: limits.in_flght_max: unknown key; did you mean 'in_flight_max'? accepted: body_bytes_max, body_rate_min_bytes_s, drain_timeout_s, header_timeout_s, in_flight_max, pinned_max, queue_size_max, queue_timeout_s",
            "10:26: timeouts.pool_idle_s: found 5; accepted: 0 to below 5, because engines close their idle connections after 5 s",
        ],
        Texts.Problems("""
            listen: everywhere
            protocol: sglan
            pools:
              prefill:
                policy: {name: roundrobin}
                workers: [ { url: '10.0.0.1:8000' } ]
              decode:
                workers: [{dp_size: 0, url: 'http://10.0.0.2:8000'}]
            limits: { in_flght_max: 3 }
            timeouts: { pool_idle_s: 5 }
            """));

    [Fact]
    public void What_a_protocol_misses_of_a_worker_is_said_at_the_worker()
    {
        SettingsRules rules = Texts.Rules with { CheckPair = (_, prefill, _) => prefill.BootstrapPort is null ? ["bootstrap_port is missing"] : [] };
        Assert.Equal(
            ["3:23: pools.prefill.workers[0]: bootstrap_port is missing"],
            Texts.Problems(Texts.Pair.Replace(", bootstrap_port: 8998", "", StringComparison.Ordinal), rules));
        Assert.NotNull(Texts.Parse(Texts.Pair, rules).Protocol);
    }

    [Fact]
    public void A_document_knows_where_its_keys_stand()
    {
        YamlDocument<RouterSettings> document = RouterSettingsReader.Parse(Texts.Pair, "r.yaml", Texts.Rules);
        Assert.Equal("r.yaml:3:29", document.Where("pools.prefill.workers[0].url"));
    }
}
