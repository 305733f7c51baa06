using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Control;

/// <summary>The last requests, so that a test of what stands before the engine can see what arrived at it.</summary>
internal sealed class RequestLog
{
    /// <summary>How many are remembered.</summary>
    public const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<RequestRecord> _records = new();
    private long _count;

    /// <summary>Remembers a request, and makes its record a feature of it.</summary>
    public RequestRecord Begin(HttpContext http)
    {
        lock (_lock)
        {
            var record = new RequestRecord(++_count, http.Request);
            _records.Enqueue(record);
            if (_records.Count > Capacity)
            {
                _records.Dequeue();
            }

            http.Features.Set(record);
            return record;
        }
    }

    /// <summary>The last requests, in the order of their arrival.</summary>
    public RequestRecord[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _records];
        }
    }
}
