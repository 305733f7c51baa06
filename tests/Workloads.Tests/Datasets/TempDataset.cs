using System.Text;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Tests.Datasets;

/// <summary>A dataset in a file of its own, gone with the test.</summary>
internal sealed class TempDataset : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadgen-dataset-").FullName;

    public TempDataset(string text, string name = "data.jsonl")
    {
        Path = System.IO.Path.Combine(_folder, name);
        File.WriteAllText(Path, text, new UTF8Encoding(false));
    }

    public string Path { get; }

    public ConversationSource Open(DatasetOptions? options = null) => DatasetFile.Open(Path, options);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The conversations of a text.</summary>
    public static List<Conversation> Read(string text, DatasetFormat? format = null, string name = "data.jsonl", DatasetOptions? options = null)
    {
        using var file = new TempDataset(text, name);
        using ConversationSource source = file.Open((options ?? new DatasetOptions()) with { Format = format });
        return [.. Enumerable.Range(0, source.Count).Select(source.Read)];
    }

    /// <summary>What is wrong with the line after a good one.</summary>
    public static void AssertProblem(DatasetFormat format, string good, string bad, string problem)
    {
        using var file = new TempDataset($"{good}\n\n{bad}\n{good}\n");
        var error = Assert.Throws<DatasetFormatException>(() => file.Open(new DatasetOptions { Format = format }).Dispose());
        Assert.Equal((file.Path, 3L), (error.FileName, error.Line));
        Assert.StartsWith($"{file.Path}:3: ", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(problem, error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);

        using ConversationSource rest = file.Open(new DatasetOptions { Format = format, OnBadLine = OnBadLine.Skip });
        Assert.Equal((2, 1L), (rest.Count, rest.Facts.BadRecords));
        Assert.Equal([new BadLine(file.Path, 3, error.Problem)], rest.Facts.BadLines);
    }

    public static string Text(ChatMessage message) => $"{message.Role}: {Encoding.UTF8.GetString(message.Text.Span)}";

    /// <summary>A turn as <c>User: a | User: b => answer</c>.</summary>
    public static string Show(ConversationTurn turn) =>
        string.Join(" | ", turn.Messages.Select(Text)) + (turn.RecordedAnswer is { } answer ? " => " + Encoding.UTF8.GetString(answer.Text.Span) : "");

    public static string[] Show(Conversation conversation) => [.. conversation.Turns.Select(Show)];

    public static string Utf8(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
