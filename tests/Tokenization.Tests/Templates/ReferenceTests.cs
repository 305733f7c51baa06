using System.Text.Json;
using LoadGen.Tokenization.Templates;
using LoadGen.Tokenization.Tests.Support;

namespace LoadGen.Tokenization.Tests.Templates;

/// <summary>
/// LoadGen against jinja2, the reference: templates in the manner of each model family, and one that tries every corner. make.py
/// beside them wrote what they are to give.
/// </summary>
public class ReferenceTests
{
    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, ReadCases().Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Prompts_and_refusals_are_those_of_the_reference(int number)
    {
        JsonElement one = ReadCases()[number];
        string name = one.GetProperty("template").GetString()!;
        var template = ChatTemplate.Parse(File.ReadAllText(TestData.Path("templates", name)), name, new ManualTime());
        if (one.TryGetProperty("text", out JsonElement text))
        {
            Assert.Equal(text.GetString()!.Split('\n'), template.Render(Inputs(one.GetProperty("inputs"))).Split('\n'));
        }
        else
        {
            TemplateException error = Assert.Throws<TemplateException>(() => template.Render(Inputs(one.GetProperty("inputs"))));
            Assert.Contains(one.GetProperty("error").GetString()!, error.Message, StringComparison.Ordinal);
            Assert.StartsWith(name + ":", error.Message, StringComparison.Ordinal);
        }
    }

    private static List<JsonElement> ReadCases()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(TestData.Path("templates", "cases.json")));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static ChatInputs Inputs(JsonElement mode) => new()
    {
        Messages = mode.GetProperty("messages"),
        Tools = mode.TryGetProperty("tools", out JsonElement tools) ? tools : null,
        AddGenerationPrompt = !mode.TryGetProperty("add_generation_prompt", out JsonElement add) || add.GetBoolean(),
        BosToken = "<s>",
        EosToken = "</s>",
        Extra = mode,
    };
}
