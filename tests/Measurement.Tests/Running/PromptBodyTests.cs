using System.Buffers;
using System.Text;
using LoadGen.Inference;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>A prompt that is messages goes out in the fullest form that the API takes.</summary>
public class PromptBodyTests
{
    [Theory]
    [InlineData("chat", false, "\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"q\"}]")]
    [InlineData("chat", true, "\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":[1]}]")]
    [InlineData("completions", false, "\"prompt\":\"s\\n\\nq\"")]
    [InlineData("completions", true, "\"prompt\":\"s\\n\\nq\"")]
    public void Messages_are_sent_as_they_are_as_texts_or_as_one_text(string api, bool hasJson, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        var workload = new Conversations(hasJson);
        BenchOptions options = Bench.Options(new Uri("http://127.0.0.1:1"), api) with { PromptFormat = PromptFormat.Messages, Workload = workload };
        PromptBody.Write(output, options, workload, workload[0]);
        string body = Encoding.UTF8.GetString(output.WrittenSpan);
        Assert.Contains(expected, body, StringComparison.Ordinal);
        Assert.Contains("_tokens\":7", body, StringComparison.Ordinal);
    }

    private sealed class Conversations(bool hasJson) : Workload
    {
        public override string Name => "conversations";

        public override string Description => Name;

        public override int? Count => 1;

        public override PromptContent Content => PromptContent.Messages;

        public override WorkItem this[int index] => new(index, 2, 7);

        public override void WriteTokenIds(in WorkItem item, Span<int> destination) => throw new NotSupportedException();

        public override void ReadMessages(in WorkItem item, PromptMessages messages)
        {
            messages.Clear();
            messages.Add(new ChatMessage(ChatRole.System, "s"u8.ToArray()));
            messages.Add(new ChatMessage(ChatRole.User, "q"u8.ToArray()), hasJson ? "{\"role\":\"user\",\"content\":[1]}"u8.ToArray() : default(ReadOnlyMemory<byte>));
        }
    }
}
