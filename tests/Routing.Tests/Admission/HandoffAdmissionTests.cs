using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Admission;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Tests.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Admission;

public class HandoffAdmissionTests
{
    [Fact]
    public void A_worker_with_its_bound_of_hand_offs_gets_no_more()
    {
        (Pool pool, _) = NewPool(2, pinnedMax: 3);
        Pin(pool.Workers[0], 3);

        Assert.All(Enumerable.Range(0, 50), i => Assert.Same(pool.Workers[1], pool.Pick(new PickRequest { Random = (ulong)i }).Worker));
        pool.Workers[0].Load.Unpin();
        Assert.Contains(Enumerable.Range(0, 50), i => pool.Pick(new PickRequest { Random = (ulong)i }).Worker == pool.Workers[0]);
    }

    [Fact]
    public void When_all_are_full_the_pick_says_so()
    {
        (Pool pool, HandoffAdmission handoffs) = NewPool(3, pinnedMax: 1);
        Assert.All(pool.Workers, worker => Pin(worker, 1));

        Assert.False(handoffs.IsOpen);
        Assert.Equal(new Pick(null, PickReasons.PinnedFull), pool.Pick(default));
        Assert.Equal(0, pool.Load.Requests);
    }

    [Fact]
    public void Of_thousands_the_one_with_room_is_found()
    {
        (Pool pool, HandoffAdmission handoffs) = NewPool(4000, pinnedMax: 1);
        foreach (Worker worker in pool.Workers)
        {
            Pin(worker, worker == pool.Workers[1234] ? 0 : 1);
        }

        Assert.Equal(1, handoffs.WithRoom);
        Assert.Equal(new Pick(pool.Workers[1234], PickReasons.PinnedRoom), pool.Pick(new PickRequest { Random = 1 }));
        Assert.Equal(PickReasons.PinnedFull, pool.Pick(new PickRequest { Random = 1, Tried = [pool.Workers[1234]] }).Reason);
    }

    [Fact]
    public void It_knows_who_has_room_whatever_happened() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            (Pool pool, HandoffAdmission handoffs) = NewPool(5, pinnedMax: 2);
            for (int i = 0; i < 200; i++)
            {
                Worker worker = pool.Workers[random.Next(5)];
                switch (random.Next(5))
                {
                    case 0 or 1:
                        worker.Load.Pin();
                        break;
                    case 2 or 3 when worker.Load.Pinned > 0:
                        worker.Load.Unpin();
                        break;
                    case 4:
                        pool.TryChange(worker, _ => true, worker.State == WorkerState.Healthy ? WorkerState.Draining : WorkerState.Healthy);
                        break;
                }

                int withRoom = pool.Workers.Count(w => w.State == WorkerState.Healthy && w.Load.Pinned < 2);
                Assert.Equal(withRoom, handoffs.WithRoom);
                Assert.Equal(withRoom > 0 || pool.EligibleCount == 0, handoffs.IsOpen);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Many_threads_that_pin_and_unpin_leave_every_worker_with_room()
    {
        (Pool pool, HandoffAdmission handoffs) = NewPool(3, pinnedMax: 2);
        Thread[] threads = [.. Enumerable.Range(0, 6).Select(thread => new Thread(() =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                WorkerLoad load = pool.Workers[(thread + i) % 3].Load;
                load.Pin();
                load.Unpin();
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal((3, true), (handoffs.WithRoom, handoffs.IsOpen));
    }

    [Fact]
    public async Task Requests_wait_until_a_hand_off_is_over()
    {
        (Pool pool, HandoffAdmission handoffs) = NewPool(1, pinnedMax: 2);
        using var queue = new AdmissionQueue(new AdmissionSettings(), new ManualTime(), handoffs);
        Pin(pool.Workers[0], 2);
        Task<AdmissionResult> first = queue.EnterAsync(default, default).AsTask(), second = queue.EnterAsync(default, default).AsTask();
        Assert.False(first.IsCompleted);

        pool.Workers[0].Load.Unpin();
        Assert.Equal(AdmissionOutcome.Admitted, (await first).Outcome);
        Assert.False(second.IsCompleted);

        pool.Workers[0].Load.Unpin();
        Assert.Equal(AdmissionOutcome.Admitted, (await second).Outcome);
    }

    [Fact]
    public async Task A_new_worker_lets_all_who_wait_in()
    {
        (Pool pool, HandoffAdmission handoffs) = NewPool(1, pinnedMax: 1);
        using var queue = new AdmissionQueue(new AdmissionSettings(), new ManualTime(), handoffs);
        Pin(pool.Workers[0], 1);
        Task<AdmissionResult> first = queue.EnterAsync(default, default).AsTask(), second = queue.EnterAsync(default, default).AsTask();
        pool.Add(Pools.NewWorker(77));

        Assert.Equal(AdmissionOutcome.Admitted, (await first).Outcome);
        Assert.Equal(AdmissionOutcome.Admitted, (await second).Outcome);
    }

    private static (Pool Pool, HandoffAdmission Handoffs) NewPool(int workers, int pinnedMax)
    {
        Pool pool = Pools.Of(PolicyNames.LeastRequests, workers);
        var handoffs = new HandoffAdmission(pinnedMax);
        pool.SetHandoffs(handoffs);
        return (pool, handoffs);
    }

    private static void Pin(Worker worker, int times)
    {
        for (int i = 0; i < times; i++)
        {
            worker.Load.Pin();
        }
    }
}
