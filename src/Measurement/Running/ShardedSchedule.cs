using LoadGen.Workloads;

namespace LoadGen.Measurement.Running;

/// <summary>
/// Every n-th of one client's arrivals of a schedule, beginning with the k-th. All shards of all clients walk the same sequence, so together
/// they are exactly it.
/// </summary>
/// <param name="schedule">The whole schedule, from its start, for this shard alone.</param>
/// <param name="shard">k, from 0.</param>
/// <param name="shards">n.</param>
/// <param name="share">The client's part; null for all of it.</param>
internal sealed class ShardedSchedule(ArrivalSchedule schedule, int shard, int shards, ClientShare? share = null)
{
    private int _index = -1;
    private int _own = -1;

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
            bool isOwn = share is null || share.Owns(_index);
            _own += isOwn ? 1 : 0;
            if (isOwn && _own % shards == shard)
            {
                break;
            }
        }
        while (true);

        index = _index;
        return true;
    }
}
