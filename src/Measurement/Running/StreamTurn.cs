namespace LoadGen.Measurement.Running;

/// <summary>A request's stream under a limit of a schedule. While the request waits for the server, others have it. Used on one loop's thread only.</summary>
internal sealed class StreamTurn(ArrivalShard shard, StreamLimit limit)
{
    /// <summary>The request has a stream.</summary>
    public bool IsHeld { get; private set; } = true;

    /// <summary>Gives the stream away.</summary>
    public void Leave()
    {
        IsHeld = false;
        shard.HandOver(limit);
    }

    /// <summary>Takes a stream again, first come, first served.</summary>
    /// <param name="dueNs">Since when it is wanted.</param>
    /// <returns>When it was there: <paramref name="dueNs"/> where one was free; negative when the run was stopped before.</returns>
    public async Task<long> TakeAgainAsync(long dueNs)
    {
        if (limit.EnterAgain(shard) is not { } wait)
        {
            IsHeld = true;
            return dueNs;
        }

        IsHeld = await wait;
        return IsHeld ? shard.NowNs : -1;
    }
}
