using System.Text;
using System.Text.Json;
using LoadGen.Inference;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Results;

public class RecordLineTests
{
    [Fact]
    public void A_completed_request_has_every_field_in_its_unit()
    {
        RequestTimeline t = Given.Completed([100, 150, 150], usage: 5, index: 12);
        t.Usage = new TokenUsage(17, 5, 8, 0);
        (t.ConnectNs, t.DialNs, t.TlsNs, t.HeadNs) = (3 * Given.Ms, Given.Ms, 2 * Given.Ms, Given.SendNs + (90 * Given.Ms));

        Assert.Equal(
            """
            {"index":12,"outcome":"completed","intended_s":0.5,"send_s":0.502,"phase":"ramp","end_s":0.653,"connect_ms":3,"dial_ms":1,"tls_ms":2,"head_ms":90,"ttft_ms":100,"ttft_intended_ms":102,"tpot_ms":12.5,"e2e_ms":150,"itl_max_ms":50,"itl_p99_ms":50,"input_tokens":17,"output_tokens":5,"requested_input_tokens":10,"requested_output_tokens":5,"chunks":3,"coalesced_chunks":1,"max_chunks_per_read":2,"cached_input_tokens":8,"cached_tokens":8,"reasoning_tokens":0,"usage":true,"finish_reason":"length","status":200,"reused_connection":false}
            """,
            Write(t));
    }

    [Fact]
    public void A_request_without_a_connection_has_no_figures_of_one()
    {
        var t = new RequestTimeline();
        t.Begin(new WorkItem(3, 10, 20), Given.IntendedNs);
        (t.Outcome, t.Error, t.EndNs) = (Outcome.Refused, "nothing listens on \"x\":80", Given.IntendedNs + Given.Ms);

        JsonElement line = JsonDocument.Parse(Write(t)).RootElement;
        Assert.Equal(
            [
                "index", "outcome", "intended_s", "end_s", "input_tokens", "output_tokens", "requested_input_tokens",
                "requested_output_tokens", "chunks", "usage", "reused_connection", "error",
            ],
            line.EnumerateObject().Select(p => p.Name));
        Assert.Equal("nothing listens on \"x\":80", line.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData(0, 0, "ramp")]
    [InlineData(0, 1, "ramp")]
    [InlineData(-1, 0, "steady")]
    [InlineData(-2, -1, "drain")]
    public void The_phase_is_that_of_the_send(int openMs, int closeMs, string phase)
    {
        RequestTimeline t = Given.Completed([10]);
        var steady = new SteadySpan(Given.SendNs + (openMs * Given.Ms), Given.SendNs + (closeMs * Given.Ms));
        Assert.Equal(phase, JsonDocument.Parse(Write(t, steady)).RootElement.GetProperty("phase").GetString());
    }

    [Theory]
    [InlineData(FinishReason.Stop, "stop")]
    [InlineData(FinishReason.ToolCalls, "tool_calls")]
    [InlineData(FinishReason.ContentFilter, "content_filter")]
    [InlineData(FinishReason.Abort, "abort")]
    [InlineData(FinishReason.Other, "other")]
    public void Finish_reasons_have_the_apis_names(FinishReason reason, string name)
    {
        RequestTimeline t = Given.Completed([1]);
        t.Finish = reason;
        Assert.Equal(name, JsonDocument.Parse(Write(t)).RootElement.GetProperty("finish_reason").GetString());
    }

    [Fact]
    public void Whatever_an_error_holds_the_line_stays_one_line_of_json()
    {
        string error = "a \"quote\", a \\, a\nline\r\n, \u0000, \u2028, \ud83d\ude00 and half a pair \ud83d";
        string line = Write(Given.Failed(Outcome.StreamError, error));

        Assert.DoesNotContain('\n', line);
        Assert.StartsWith("a \"quote\"", JsonDocument.Parse(line).RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_lines_through_one_writer_are_many_lines()
    {
        var stream = new FillingStream(long.MaxValue);
        using var file = new LineFile(stream);
        using var writer = new RecordLine();
        for (int i = 0; i < 500; i++)
        {
            RequestTimeline t = Given.Completed([10, 20], index: i);
            writer.Write(file, t, t.Figures(), Given.IntendedNs);
        }

        file.Flush();
        string[] lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal(Enumerable.Range(0, 500), lines[..^1].Select(l => JsonDocument.Parse(l).RootElement.GetProperty("index").GetInt32()));
    }

    // The run began half a second before the request was due.
    private static string Write(RequestTimeline timeline, SteadySpan steady = default)
    {
        var stream = new FillingStream(long.MaxValue);
        using var file = new LineFile(stream);
        using var writer = new RecordLine();
        writer.Write(file, timeline, timeline.Figures(), Given.IntendedNs - (500 * Given.Ms), steady);
        file.Flush();
        return Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n');
    }
}
