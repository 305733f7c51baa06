using LoadGen.Routing.Serving;
using LoadGen.Routing.Tests.Health;
using LoadGen.Routing.Workers;
using Yarp.ReverseProxy.Configuration;

namespace LoadGen.Routing.Tests.Serving;

public sealed class ProxyPoolsTests
{
    [Fact]
    public void Everything_goes_to_aggregated_workers_where_there_are_any_and_to_decode_else()
    {
        Fleet fleet = Fleets.Create();
        fleet.Add("http://10.0.0.1:1", WorkerRole.Prefill);
        fleet.Add("http://10.0.0.2:2", WorkerRole.Decode);
        using var pools = new ProxyPools(fleet, () => TimeSpan.FromSeconds(9));

        Assert.Equal("decode", Assert.Single(pools.Provider.GetConfig().Routes).ClusterId);
        fleet.Add("http://10.0.0.3:3", WorkerRole.Both);

        IProxyConfig config = pools.Provider.GetConfig();
        Assert.Equal("workers", Assert.Single(config.Routes).ClusterId);
        Assert.Equal(["http://10.0.0.3:3"], config.Clusters.Single(c => c.ClusterId == "workers").Destinations!.Keys);
        Assert.Equal(["http://10.0.0.2:2"], config.Clusters.Single(c => c.ClusterId == "decode").Destinations!.Keys);
        Assert.All(config.Clusters, c => Assert.Equal(TimeSpan.FromSeconds(9), c.HttpRequest!.ActivityTimeout));
    }

    [Fact]
    public void What_probes_find_is_no_news_for_YARP()
    {
        Fleet fleet = Fleets.Create();
        Worker[] workers = fleet.AddMany(4000);
        using var pools = new ProxyPools(fleet, () => TimeSpan.FromSeconds(9));
        IProxyConfig before = pools.Provider.GetConfig();

        foreach (Worker worker in workers.Take(100))
        {
            Assert.True(fleet.SetHealth(worker, true));
        }

        Assert.Same(before, pools.Provider.GetConfig());
    }

    [Fact]
    public void A_worker_that_goes_and_comes_back_is_news_each_time()
    {
        Fleet fleet = Fleets.Create();
        fleet.Add("http://10.0.0.3:3", WorkerRole.Both);
        using var pools = new ProxyPools(fleet, () => TimeSpan.FromSeconds(9));

        fleet.TryRemove("http://10.0.0.3:3");
        Assert.All(pools.Provider.GetConfig().Clusters, c => Assert.Empty(c.Destinations!));

        fleet.Add("http://10.0.0.3:3", WorkerRole.Both);
        Assert.Contains(pools.Provider.GetConfig().Clusters, c => c.Destinations!.Count == 1);
    }

    [Fact]
    public void Another_limit_of_silence_is_taken_over()
    {
        TimeSpan silence = TimeSpan.FromSeconds(9);
        using var pools = new ProxyPools(Fleets.Create(), () => silence);

        silence = TimeSpan.FromSeconds(5);
        pools.Update();

        Assert.All(pools.Provider.GetConfig().Clusters, c => Assert.Equal(silence, c.HttpRequest!.ActivityTimeout));
    }
}
