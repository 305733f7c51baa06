using LoadGen.Routing.Pairs;
using LoadGen.Routing.Security;
using LoadGen.Routing.Serving;
using LoadGen.Routing.Settings;

namespace LoadGen.Routing.Tests.Serving;

public sealed class ReloadTests
{
    [Fact]
    public async Task A_reload_whose_key_file_is_wrong_is_refused_and_changes_nothing()
    {
        string keys = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(keys, KeyHash.Of("a-key-of-sixteen-characters"), TestContext.Current.CancellationToken);
            await using Router router = await Router.StartAsync(Read(keys, 10), new RouterEnvironment(), TestContext.Current.CancellationToken);
            RouterSettings other = Read(keys, 20);
            await File.WriteAllTextAsync(keys, "no hash", TestContext.Current.CancellationToken);

            RouterException refused = Assert.Throws<RouterException>(() => router.Apply(other));

            Assert.Contains(keys, refused.Message, StringComparison.Ordinal);
            Assert.Equal(10, router.Core.Settings.Timeouts.StallS);
        }
        finally
        {
            File.Delete(keys);
        }
    }

    [Fact]
    public void Settings_come_through_in_the_words_of_each_part()
    {
        RouterSettings settings = RouterSettingsReader.Parse(
            """
            protocol: sglang
            timeouts: { stall_s: 7, connect_s: 2, handoff_s: 11, decode_abort_hold_s: 3, pool_idle_s: 4 }
            retries: { attempts_max: 5 }
            pools:
              prefill: { workers: [ { url: 'http://10.0.0.1:1' } ] }
              decode: { workers: [ { url: 'http://10.0.0.2:1' } ] }
            """, "test.yaml").Value;

        Assert.Equal(TimeSpan.FromSeconds(7), settings.ToTransport().StallTimeout);
        Assert.Equal(TimeSpan.FromSeconds(7), settings.ToTransport().FirstByteTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), settings.ToTransport().ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(4), settings.ToTransport().IdleTimeout);
        PairLimits limits = settings.ToPairLimits();
        Assert.Equal(TimeSpan.FromSeconds(11), limits.Legs.HandoffTimeout);
        Assert.Equal(TimeSpan.FromSeconds(3), limits.Legs.AbortHold);
        Assert.Equal(5, limits.AttemptsMax);
    }

    private static RouterSettings Read(string keys, int stallS) => RouterSettingsReader.Parse(
        $$"""
        listen: 127.0.0.1:0
        api_keys: { file: '{{keys}}' }
        timeouts: { stall_s: {{stallS}} }
        health: { interval_s: 0 }
        readiness: { canary: false }
        telemetry: { access_log: none }
        pools: { workers: { workers: [ { url: 'http://127.0.0.1:1' } ] } }
        """, "test.yaml").Value;
}
