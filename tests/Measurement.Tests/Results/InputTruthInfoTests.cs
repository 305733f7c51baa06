using System.Buffers;
using System.Text.Json;
using LoadGen.Inference;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;
using LoadGen.Workloads.RandomTexts;

namespace LoadGen.Measurement.Tests.Results;

/// <summary>How far prompts' lengths as asked for, counted here and stated by the server agree.</summary>
public class InputTruthInfoTests
{
    [Fact]
    public void Three_lengths_are_held_against_each_other_over_completed_requests()
    {
        RunTotals totals = ResultFixtures.Totals(
            Request(target: 100, counted: 100, stated: 100),
            Request(target: 100, counted: 101, stated: 103),
            Request(target: 100, counted: 98, stated: -1),
            Request(target: 100, counted: 90, stated: 80, Outcome.Truncated));

        InputTruthTotals truth = totals.InputTruth;
        Assert.Equal(new DisagreementInfo(3, 2, -1, 2), DisagreementInfo.Of(truth.ClientAgainstTarget));
        Assert.Equal(new DisagreementInfo(2, 1, 3, 3), DisagreementInfo.Of(truth.UsageAgainstTarget));
        Assert.Equal(new DisagreementInfo(2, 1, 2, 2), DisagreementInfo.Of(truth.UsageAgainstClient));
        Assert.Equal(1.5, DisagreementInfo.Of(truth.UsageAgainstTarget)!.Mean);
        Assert.Equal(1, totals.InputMismatches);
        Assert.Equal((299, 301), (totals.InputTokensClient, totals.InputTokens));
    }

    [Fact]
    public void Prompts_that_are_not_made_to_a_length_have_none_to_miss()
    {
        RunTotals totals = ResultFixtures.Totals(Request(target: 0, counted: 10, stated: 12), Request(target: 0, counted: 0, stated: 12));
        InputTruthInfo info = InputTruthInfo.Of(totals.InputTruth, new FixedWorkload(2));
        Assert.Equal(new InputTruthInfo(null, null, null, new DisagreementInfo(1, 1, 2, 2)), info);
    }

    [Theory]
    [InlineData(true, "tokenizer_and_template", 12)]
    [InlineData(false, "tokenizer", null)]
    public async Task A_result_says_how_its_lengths_were_made_exact(bool hasTemplate, string measuredBy, int? templateTokens)
    {
        BenchOptions options = ResultFixtures.Options with { PromptFormat = PromptFormat.Text, Workload = Texts(hasTemplate) };
        RunOutcome run = await ResultFixtures.RunAsync(ResultFixtures.Phase(Request(target: 100, counted: 100, stated: 100)));
        var writer = new ResultWriter(options, ResultFixtures.About with { Tokenizer = "models/llama" });
        ResultDocument document = writer.Build(run);
        Assert.Equal((measuredBy, templateTokens), (document.Workload.InputLengthMeasuredBy, document.InputTruth!.TemplateTokens));
        Assert.Equal(new DisagreementInfo(1, 0, 0, 0), document.InputTruth.UsageAgainstTarget);

        using var folder = new TemporaryFolder();
        using RunFolder files = RunFolder.Open(folder.Path, overwrite: true);
        writer.Write(files, document, run);
        using JsonDocument written = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "inferencex.json"), TestContext.Current.CancellationToken));
        Assert.Equal("models/llama", written.RootElement.GetProperty("tokenizer_id").GetString());
    }

    [Fact]
    public void A_record_has_the_length_asked_for_and_the_one_that_came_of_it()
    {
        using var file = new MemoryStream();
        using var lines = new RecordLine();
        using var output = new LineFile(file);
        RequestTimeline t = Request(target: 100, counted: 101, stated: 103);
        lines.Write(output, t, t.Figures(), Given.IntendedNs);
        output.Flush();

        JsonElement record = JsonDocument.Parse(file.ToArray()).RootElement;
        string[] keys = ["requested_input_tokens", "counted_input_tokens", "input_tokens"];
        Assert.Equal([100, 101, 103], keys.Select(key => record.GetProperty(key).GetInt32()));
    }

    private static RandomTextWorkload Texts(bool hasTemplate) => new(new RandomTextOptions
    {
        Lengths = new RandomWorkloadOptions { InputTokens = 8, OutputTokens = 2, Count = 1 },
        TemplateTokens = hasTemplate ? 12 : 0,
        HasTemplate = hasTemplate,
        Sampler = _ => new Nothing(),
        Description = "text",
    });

    private static RequestTimeline Request(int target, int counted, int stated, Outcome outcome = Outcome.Completed)
    {
        var t = new RequestTimeline();
        t.Begin(new WorkItem(0, counted, 2) { TargetTokens = target }, Given.IntendedNs);
        t.SendNs = Given.SendNs;
        t.Heard(10, 20);
        t.Usage = new TokenUsage(stated, 2, -1, -1);
        return t.Ended(outcome, 21);
    }

    private sealed class Nothing : IPromptSampler
    {
        public int Sample(int index, ReadOnlySpan<int> ids, int targetTokens, IBufferWriter<byte> text) => targetTokens;
    }
}
