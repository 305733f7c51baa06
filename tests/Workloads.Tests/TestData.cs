using System.Text;

namespace LoadGen.Workloads.Tests;

/// <summary>Files beside the tests, traces made on the spot, and prompts as arrays.</summary>
internal static class TestData
{
    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "data", file);

    public static TraceWorkload Trace(string text, TraceOptions? options = null, string name = "trace.jsonl") =>
        TraceFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, options);

    public static string MooncakeLine(long timestamp, int input, int output, params long[] hashes) =>
        $$"""{"timestamp": {{timestamp}}, "input_length": {{input}}, "output_length": {{output}}, "hash_ids": [{{string.Join(", ", hashes)}}]}""" + "\n";

    public static int[] Prompt(this Workload workload, int index)
    {
        WorkItem item = workload[index];
        int[] ids = new int[item.InputTokens];
        workload.WriteTokenIds(item, ids);
        return ids;
    }

    public static List<long> Drain(this ArrivalSchedule schedule, int most = int.MaxValue)
    {
        var offsets = new List<long>();
        while (offsets.Count < most && schedule.TryNext(out long offsetNs))
        {
            offsets.Add(offsetNs);
        }

        return offsets;
    }

    /// <summary>Bytes this thread allocates in <paramref name="action"/>, after one run that may allocate as it likes.</summary>
    public static long AllocatedBytes(Action action)
    {
        action();
        return Allocated.Bytes(action);
    }
}
