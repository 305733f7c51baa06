using System.Text;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Running;
using LoadGen.Evaluation.Tests.Support;
using LoadGen.Inference;
using LoadGen.Workloads;

namespace LoadGen.Evaluation.Tests.Running;

public sealed class EvaluationWorkloadTests
{
    [Fact]
    public void An_api_that_takes_messages_gets_them_and_another_gets_text()
    {
        EvaluationPlan plan = Files.Plan(Files.Numbers(2), Files.Small + "\ngeneration: { repeats: 2, max_tokens: 9 }");
        var chat = new EvaluationWorkload(plan, PromptKinds.Messages | PromptKinds.Text);
        Assert.Equal([(ChatRole.User, "say 2")], Asked(chat, 3));
        Assert.Equal((9, 4), (chat[3].OutputTokens, chat.Count!.Value));

        // What is more than one message there is one text here.
        var completions = new EvaluationWorkload(plan, PromptKinds.Text | PromptKinds.TokenIds);
        Assert.Equal([(ChatRole.User, "say 1")], Asked(completions, 2));
    }

    [Fact]
    public void An_api_of_token_ids_alone_is_refused() =>
        Assert.Throws<ArgumentException>(() => new EvaluationWorkload(Files.Plan(Files.Numbers(1)), PromptKinds.TokenIds));

    [Fact]
    public void Its_prompts_length_is_the_servers_to_count()
    {
        var workload = new EvaluationWorkload(Files.Plan(Files.Numbers(1)), PromptKinds.Messages);
        Assert.False(workload.CountsInput);
        Assert.Equal((0, 2048), (workload[0].InputTokens, workload[0].OutputTokens));
        Assert.Equal("1 questions of set.jsonl, each asked 1 times as messages, up to 2048 output tokens", workload.Description);
    }

    private static (ChatRole Role, string Text)[] Asked(EvaluationWorkload workload, int index)
    {
        var prompt = new PromptMessages();
        workload.ReadMessages(workload[index], prompt);
        return [.. prompt.Messages.ToArray().Select(message => (message.Role, Encoding.UTF8.GetString(message.Text.Span)))];
    }
}
