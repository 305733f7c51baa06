using LoadGen.Workloads;

namespace LoadGen.Measurement.Running;

/// <summary>Every n-th arrival of a schedule, beginning with the k-th. All shards walk the same sequence, so together they are exactly it.</summary>
/// <param name="schedule">The whole schedule, from its start, for this shard alone.</param>
/// <param name="shard">k, from 0.</param>
/// <param name="shards">n.</param>
internal sealed class ShardedSchedule(ArrivalSchedule schedule, int shard, int shards)
{
    private int _index = -1;

    /// <summary>The shard's next arrival: its index in the whole schedule and its offset in ns.</summary>
    public bool TryNext(out int index, out long offsetNs)
    {
        do
        {
            if (!schedule.TryNext(out offsetNs))
            {
                index = -1;
                return false;
            }

            _index++;
        }
        while (_index % shards != shard);

        index = _index;
        return true;
    }
}
