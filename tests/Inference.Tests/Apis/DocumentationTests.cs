namespace LoadGen.Inference.Tests.Apis;

/// <summary>docs/apis.md and the code say the same of every API.</summary>
public class DocumentationTests
{
    private static readonly string[][] s_rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "apis.md"))
            .SkipWhile(line => !line.StartsWith("| name | path | prompt |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]),
    ];

    [Fact]
    public void Every_api_has_its_row_in_the_order_of_the_help() => Assert.Equal(InferenceApis.Names.Select(name => $"`{name}`"), s_rows.Select(row => row[0]));

    [Fact]
    public void Paths_prompts_and_end_markers_are_the_codes()
    {
        foreach ((IInferenceApi api, string[] row) in InferenceApis.All.Zip(s_rows))
        {
            Assert.Contains(row[1], (string[])["as `triton`", .. Documented(row[1], api.Path)]);
            Assert.Equal(api.Traits.Prompts.HasFlag(PromptKinds.TokenIds), row[2].Contains("token ids", StringComparison.Ordinal));
            Assert.Equal(api.Traits.Prompts.HasFlag(PromptKinds.MessagesJson), row[2].Contains("messages", StringComparison.Ordinal));
            string end = api.Traits.Framing == ReplyFraming.Whole ? "one body" : api.Traits.EndMarker is { } marker ? $"`{marker}`" : "none";
            Assert.StartsWith(end, row[5], StringComparison.Ordinal);
        }
    }

    // A second path, for whole answers, may follow.
    private static string[] Documented(string cell, string path) => cell.StartsWith($"`{path}`", StringComparison.Ordinal) ? [cell] : [$"`{path}`"];
}
