using System.Text;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Running;
using LoadGen.Evaluation.Tests.Support;
using LoadGen.Inference;

namespace LoadGen.Evaluation.Tests.Running;

public sealed class EvaluationWorkloadTests
{
    private static readonly GenerationOptions s_options = new() { Model = "m" };

    [Fact]
    public void An_api_that_takes_messages_gets_them_and_another_gets_text()
    {
        EvaluationPlan plan = Files.Plan(Files.Numbers(2), Files.Small + "\ngeneration: { repeats: 2, max_tokens: 9 }");
        var chat = new EvaluationWorkload(plan, PromptKinds.Messages | PromptKinds.Text);
        GenerationRequest request = chat.PromptOf(chat[3], s_options);
        Assert.Equal("say 2", Encoding.UTF8.GetString(request.Messages[0].Text.Span));
        Assert.Equal((9, 0, 4), (request.MaxTokens, request.Text.Length, chat.Count!.Value));

        var completions = new EvaluationWorkload(plan, PromptKinds.Text | PromptKinds.TokenIds);
        GenerationRequest text = completions.PromptOf(completions[2], s_options);
        Assert.Equal("say 1", Encoding.UTF8.GetString(text.Text));
        Assert.Equal(0, text.Messages.Length);
    }

    [Fact]
    public void An_api_of_token_ids_alone_is_refused() =>
        Assert.Throws<ArgumentException>(() => new EvaluationWorkload(Files.Plan(Files.Numbers(1)), PromptKinds.TokenIds));

    [Fact]
    public void Its_prompts_length_is_the_servers_to_count()
    {
        var workload = new EvaluationWorkload(Files.Plan(Files.Numbers(1)), PromptKinds.Messages);
        Assert.Equal((0, 2048), (workload[0].InputTokens, workload[0].OutputTokens));
        Assert.Equal("1 questions of set.jsonl, each asked 1 times as messages, up to 2048 output tokens", workload.Description);
    }
}
