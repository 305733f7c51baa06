namespace LoadGen.Workloads.Tests.Traces;

public class AzureTraceTests
{
    private const string Header = "TIMESTAMP,ContextTokens,GeneratedTokens\n";

    [Fact]
    public void Times_and_lengths_are_the_files()
    {
        TraceWorkload trace = TraceFile.Open(TestData.PathOf("azure_2023_50.csv"));
        string[] lines = [.. File.ReadLines(TestData.PathOf("azure_2023_50.csv")).Skip(1)];
        Assert.Equal(lines.Length, trace.Count);
        Assert.Equal("azure", trace.Name);
        DateTime first = Time(lines[0]);
        for (int i = 0; i < lines.Length; i++)
        {
            string[] fields = lines[i].Split(',');
            var expected = new WorkItem(
                i,
                int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture),
                int.Parse(fields[2], System.Globalization.CultureInfo.InvariantCulture),
                (Time(lines[i]) - first).Ticks * TimeSpan.NanosecondsPerTick);
            Assert.Equal(expected, trace[i]);
        }
    }

    [Theory]
    [InlineData("2024-05-10 00:00:00.009930+00:00", 9_930_000)]
    [InlineData("2024-05-10 00:00:01+00:00", 1_000_000_000)]
    [InlineData("2024-05-10T02:00:00.5+02:00", 500_000_000)]
    [InlineData("2024-05-09 19:30:00.123456789 -0430", 123_456_789)]
    [InlineData("2024-05-10 00:01:00Z", 60_000_000_000)]
    [InlineData("2024-05-10 00:00:00.0000001", 100)]
    public void Time_stamps_of_2023_and_2024_are_read_to_the_nanosecond(string text, long expectedNs)
    {
        TraceWorkload trace = TestData.Trace($"{Header}2024-05-10 00:00:00.0000000,1,1\n{text},2,2\n", name: "trace.csv");
        Assert.Equal(new WorkItem(1, 2, 2, expectedNs), trace[1]);
    }

    [Fact]
    public void Quotes_CRLF_other_columns_and_any_order_are_taken()
    {
        TraceWorkload trace = TestData.Trace(
            "\"GeneratedTokens\", \"note\",contexttokens,\"Timestamp\"\r\n\"7\",\"a,b\",\" 8 \",\"2023-01-01 00:00:00\"\r\n\r\n9,,10, 2023-01-01 00:00:01 \r\n",
            name: "trace.csv");
        Assert.Equal([new WorkItem(0, 8, 7, 0), new WorkItem(1, 10, 9, 1_000_000_000)], [trace[0], trace[1]]);
    }

    [Fact]
    public void Every_prompt_is_the_requests_own()
    {
        TraceWorkload trace = TraceFile.Open(TestData.PathOf("azure_2023_50.csv"));
        int[][] prompts = [.. Enumerable.Range(0, 50).Select(trace.Prompt)];
        for (int i = 0; i < prompts.Length; i++)
        {
            Assert.All(prompts[..i], other => Assert.InRange(prompts[i].AsSpan().CommonPrefixLength(other), 0, 3));
        }
    }

    private static DateTime Time(string line) =>
        DateTime.ParseExact(line.Split(',')[0], "yyyy-MM-dd HH:mm:ss.fffffff", System.Globalization.CultureInfo.InvariantCulture);
}
