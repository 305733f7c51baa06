using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Running;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Clients;

public class ClientShareTests
{
    private static readonly Arbitrary<(int Clients, int Lanes, int Requests)> s_runs =
        (from clients in Gen.Choose(1, 9)
         from more in Gen.Choose(0, 40)
         from requests in Gen.Choose(0, 300)
         select (clients, clients + more, requests)).ToArbitrary();

    [Fact]
    public void The_clients_together_make_each_request_once() => Prop.ForAll(s_runs, run =>
    {
        var all = new List<long>();
        foreach (ClientShare share in Shares(run.Clients, run.Lanes))
        {
            long[] own = [.. Enumerable.Range(0, run.Requests).Select(i => share.RequestAt(i)).TakeWhile(i => i < run.Requests)];
            Assert.Equal(own.Length, share.CountOf(run.Requests));
            Assert.Equal(own.Order(), own);
            Assert.All(own, i => Assert.True(share.Owns(i)));
            all.AddRange(own);
        }

        Assert.Equal(Enumerable.Range(0, run.Requests).Select(i => (long)i), all.Order());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Streams_are_shared_out_whole_and_requests_in_proportion_to_them() => Prop.ForAll(s_runs, run =>
    {
        ClientShare[] shares = [.. Shares(run.Clients, run.Lanes)];
        Assert.Equal(run.Lanes, shares.Sum(s => s.OwnLanes));
        Assert.True(shares.Max(s => s.OwnLanes) - shares.Min(s => s.OwnLanes) <= 1);
        Assert.All(shares, s => Assert.Equal(s.OwnLanes * 10L, s.CountOf(run.Lanes * 10L)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_client_makes_everything_in_order() =>
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), Enumerable.Range(0, 50).Select(i => ClientShare.Whole.RequestAt(i)));

    [Fact]
    public void All_loops_of_all_clients_together_are_the_schedule() => Prop.ForAll(s_runs, run =>
    {
        var schedule = new GammaArrivals(100, burstiness: 0.5, seed: run.Lanes, run.Requests, null);
        (int, long)[] whole = [.. Walk(new ShardedSchedule(schedule.Restart(), 0, 1))];

        // Hosts of different size have different numbers of loops.
        IEnumerable<(int Index, long)> all = Shares(run.Clients, run.Clients).SelectMany(share =>
            Enumerable.Range(0, 1 + share.Index).SelectMany(loop => Walk(new ShardedSchedule(schedule.Restart(), loop, 1 + share.Index, share))));

        Assert.Equal(whole, all.OrderBy(a => a.Index));
    }).QuickCheckThrowOnFailure();

    private static IEnumerable<ClientShare> Shares(int clients, int lanes) => Enumerable.Range(0, clients).Select(k => new ClientShare(k, clients, lanes));

    private static IEnumerable<(int Index, long OffsetNs)> Walk(ShardedSchedule schedule)
    {
        while (schedule.TryNext(out int index, out long offsetNs))
        {
            yield return (index, offsetNs);
        }
    }
}
