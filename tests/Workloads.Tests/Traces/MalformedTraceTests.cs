using System.Text;

namespace LoadGen.Workloads.Tests.Traces;

public class MalformedTraceTests
{
    private const string Good = """{"timestamp":0,"input_length":1,"output_length":1,"hash_ids":[0]}""";

    [Theory]
    [InlineData("{\"timestamp\":0,\"input_length\":0,\"output_length\":1}", "input_length is '0'; it must be a whole number of tokens, 1 to 20000000")]
    [InlineData("{\"timestamp\":0,\"input_length\":1,\"output_length\":0}", "output_length is '0'; it must be a whole number of tokens")]
    [InlineData("{\"timestamp\":0,\"input_length\":-5,\"output_length\":1}", "input_length is '-5'; it must")]
    [InlineData("{\"timestamp\":0,\"input_length\":1.5,\"output_length\":1}", "input_length is '1.5'; it must")]
    [InlineData("{\"timestamp\":0,\"input_length\":20000001,\"output_length\":1}", "input_length is '20000001'; it must")]
    [InlineData("{\"timestamp\":0,\"input_length\":\"7\",\"output_length\":1}", "input_length is '7'; it must be a whole number")]
    [InlineData("{\"timestamp\":0,\"input_length\":[7],\"output_length\":1}", "input_length is an array; it must")]
    [InlineData("{\"timestamp\":-1,\"input_length\":1,\"output_length\":1}", "timestamp is '-1'; it must be milliseconds from the trace's start")]
    [InlineData("{\"timestamp\":1e40,\"input_length\":1,\"output_length\":1}", "timestamp is '1e40'; it must")]
    [InlineData("{\"timestamp\":null,\"input_length\":1,\"output_length\":1}", "timestamp is 'null'; it must")]
    [InlineData("{\"timestamp\":0,\"output_length\":1}", "input_length is missing; a line is {\"timestamp\": ms,")]
    [InlineData("{\"timestamp\":0,\"input_length\":1}", "output_length is missing; a line is")]
    [InlineData("{\"input_length\":1,\"output_length\":1}", "timestamp is missing; a line is")]
    [InlineData("{\"timestamp\":0,\"input_length\":1,\"output_length\":1,\"hash_ids\":7}", "hash_ids is '7'; it must be an array of block ids")]
    [InlineData("{\"timestamp\":0,\"input_length\":1,\"output_length\":1,\"hash_ids\":[1,\"x\"]}", "hash_ids holds 'x'; it must hold whole numbers")]
    [InlineData("{\"timestamp\":0,\"input_length\":1,\"output_length\":1,\"hash_ids\":[[1]]}", "hash_ids holds an array; it must")]
    [InlineData("{\"timestamp\":0,\"input_length\":1,\"output_length\":1,\"hash_ids\":[1e99]}", "hash_ids holds '1e99'; it must")]
    [InlineData("{\"timestamp\":0,", "not valid JSON at byte 15: '{\"timestamp\":0,'; a line is")]
    [InlineData("{\"timestamp\":0,\"input_length\":1,\"output_length\":1} x", "not valid JSON at byte")]
    [InlineData("{\"timestamp\":0,\"input_length\":1,\"output_length\":1} {}", "not valid JSON at byte")]
    [InlineData("{\"\\ud800imestamp\":0,\"input_length\":1,\"output_length\":1}", "a key with half a surrogate pair: '{\"\\ud800imestamp\"")]
    [InlineData("[1]", "a JSON value that is not an object; a line is")]
    [InlineData("0,1,2", "a JSON value that is not an object; a line is")]
    [InlineData("\u0001\u001b[31m", "not valid JSON at byte 1: '??[31m'")]
    public void A_malformed_Mooncake_line_is_named_with_what_would_be_right(string line, string problem)
    {
        AssertProblem($"{Good}\n\n{Good}\n{line}\n{Good}\n", "dir/trace.jsonl", 4, problem);
    }

    [Theory]
    [InlineData("2023-11-16 18:17:03,0,1", "ContextTokens is '0'; it must be a whole number of tokens, 1 to 20000000")]
    [InlineData("2023-11-16 18:17:03,1,-1", "GeneratedTokens is '-1'; it must")]
    [InlineData("2023-11-16 18:17:03,1,", "GeneratedTokens is ''; it must")]
    [InlineData("2023-11-16 18:17:03,1.0,1", "ContextTokens is '1.0'; it must")]
    [InlineData("2023-11-16 18:17:03,1,99999999999", "GeneratedTokens is '99999999999'; it must")]
    [InlineData("2023-11-16 18:17:03,1", "2 fields in '2023-11-16 18:17:03,1'; the header promises at least 3")]
    [InlineData("2023-11-16 18:17:03.,1,1", "TIMESTAMP is '2023-11-16 18:17:03.'; it must be like 2023-11-16 18:17:03.9799600")]
    [InlineData("2023-11-16 18:17:03.1234567890,1,1", "TIMESTAMP is")]
    [InlineData("2023-02-29 18:17:03,1,1", "TIMESTAMP is")]
    [InlineData("2023-11-16 24:17:03,1,1", "TIMESTAMP is")]
    [InlineData("1969-11-16 18:17:03,1,1", "TIMESTAMP is")]
    [InlineData("2023-11-16 18:17:03+1,1,1", "TIMESTAMP is")]
    [InlineData("2023-11-16 18:17:03 UTC,1,1", "TIMESTAMP is")]
    [InlineData("2023/11/16 18:17:03,1,1", "TIMESTAMP is")]
    [InlineData("yesterday,1,1", "TIMESTAMP is 'yesterday'")]
    [InlineData(",1,1", "TIMESTAMP is ''")]
    public void A_malformed_Azure_line_is_named_with_what_would_be_right(string line, string problem)
    {
        AssertProblem($"TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:17:03,1,1\r\n{line}\r\n", "trace.csv", 3, problem);
    }

    [Theory]
    [InlineData("2023-11-16 18:17:03,1,1", "the header is '2023-11-16 18:17:03,1,1'; an Azure trace begins with TIMESTAMP,ContextTokens,GeneratedTokens")]
    [InlineData("TIMESTAMP,ContextTokens", "the header is 'TIMESTAMP,ContextTokens'; an Azure")]
    [InlineData("PK\u0003\u0004", "the header is 'PK??'; an Azure trace begins with")]
    public void A_file_without_a_header_is_refused(string firstLine, string problem)
    {
        AssertProblem(firstLine + "\n", "trace.csv", 1, problem);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("\n\n  \n", 3)]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\n", 1)]
    public void A_trace_without_requests_is_refused(string text, int line)
    {
        AssertProblem(text, "trace.csv", line, "the trace ends without a request; it must hold at least one");
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        AssertProblem(Good + "\n" + new string('[', (16 * 1024 * 1024) + 100_000), "trace.jsonl", 2, "the line is longer than 16777216 bytes");
    }

    [Fact]
    public void Lines_past_the_limit_are_not_read()
    {
        Assert.Equal(2, TestData.Trace($"{Good}\n{Good}\nnonsense\n", new TraceOptions { Limit = 2 }).Count);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_a_malformed_line_too()
    {
        var error = Assert.Throws<TraceFormatException>(() => TraceFile.Read(new MemoryStream([(byte)'{', 0xff, 0xfe, (byte)'\n']), "t.jsonl"));
        Assert.StartsWith("t.jsonl:1: not valid JSON at byte 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_gives_a_trace_or_a_TraceFormatException_and_nothing_else()
    {
        byte[][] samples = [File.ReadAllBytes(TestData.PathOf("mooncake_50.jsonl")), File.ReadAllBytes(TestData.PathOf("azure_2023_50.csv"))];
        var random = new Random(20231116);
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = samples[round % 2][..random.Next(50, 1500)];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                TraceWorkload trace = TraceFile.Read(new MemoryStream(damaged), "damaged");
                Assert.InRange(trace.Count!.Value, 1, 50);
            }
            catch (TraceFormatException error)
            {
                refused++;
                Assert.InRange(error.Line, 1, 100);
            }
            catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"{error.GetType().Name} in round {round}: {Convert.ToHexString(damaged)}");
            }
        }

        Assert.InRange(refused, 500, 2000);
    }

    private static void AssertProblem(string text, string name, int line, string problem)
    {
        var error = Assert.Throws<TraceFormatException>(() => TraceFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name));
        Assert.Equal((name, line), (error.FileName, error.Line));
        Assert.StartsWith($"{name}:{line}: {problem}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
