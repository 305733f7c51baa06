using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Inference.Handoffs.Bodies;
using static LoadGen.Inference.Tests.Handoffs.LegText;

namespace LoadGen.Inference.Tests.Handoffs;

public class BodyEditTests
{
    private static readonly string[] Names = ["a", "b", "c", "stream", "é", "", "x\"y"];

    [Theory]
    [InlineData("{}", """{"new":1}""")]
    [InlineData(" { } ", """ { "new":1} """)]
    [InlineData("""{"a":1}""", """{"new":1}""")]
    [InlineData("""{ "a" : 1 , "z" : 2 }""", """{ "z" : 2,"new":1 }""")]
    [InlineData("""{ "z" : 2 , "a" : 1 }""", """{ "z" : 2,"new":1 }""")]
    [InlineData("""{"y":[1, 2] ,"a":1 ,"z":{"a":1}}""", """{"y":[1, 2],"z":{"a":1},"new":1}""")]
    [InlineData("""{"r":5 ,"a":1}""", """{"r":[7],"new":1}""")]
    [InlineData("""{"r":5 ,"y":1}""", """{"r":[7] ,"y":1,"new":1}""")]
    public void Members_are_replaced_removed_and_added_and_the_rest_stays(string text, string expected) =>
        Assert.Equal(expected, Text(Edit(text).Remove("a"u8).SetIfPresent("r"u8, Bytes("[7]")).Set("new"u8, Bytes("1")).ToArray()));

    [Fact]
    public void Removing_all_members_leaves_an_object() =>
        Assert.Equal("{}", Text(Edit("""{"a":1,"b":2}""").Remove("a"u8).Remove("b"u8).ToArray()));

    [Fact]
    public void An_escaped_name_is_found() =>
        Assert.Equal("""{"str\u0065am":false}""", Text(Edit("""{"str\u0065am":true}""").Set("stream"u8, Bytes("false")).ToArray()));

    [Fact]
    public void Numbers_are_never_read()
    {
        const string Body = """{"big":9223372036854775807,"bigger":18446744073709551616,"long":0.10000000000000000000001,"a":1}""";
        Assert.Equal(Body.Replace(",\"a\":1", "", StringComparison.Ordinal), Text(Edit(Body).Remove("a"u8).ToArray()));
    }

    [Fact]
    public void What_is_kept_is_not_copied()
    {
        ReadOnlyMemory<byte> body = Bytes("""{"prompt":"long","stream":true,"x":1}""");
        List<ReadOnlyMemory<byte>> pieces = new BodyEdit(Members(body)).Set("stream"u8, Bytes("false")).Build();
        Assert.Equal(3, pieces.Count);
        Assert.True(body.Span.Overlaps(pieces[0].Span));
        Assert.True(body.Span.Overlaps(pieces[2].Span));
    }

    [Fact]
    public void The_edited_text_has_the_members_of_the_original_with_the_edits_applied_in_order() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000),
            Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
            {
                var random = new Random(seed);
                string text = RandomObject(random);
                List<(string Name, string Value)> expected = Parse(text);
                BodyEdit edit = Edit(text);
                foreach (string name in Names.Append("added"))
                {
                    int index = expected.FindIndex(member => member.Name == name);
                    switch (random.Next(4))
                    {
                        case 0:
                            edit.Remove(Encoding.UTF8.GetBytes(name));
                            expected.RemoveAll(member => member.Name == name);
                            break;
                        case 1 when index >= 0:
                            edit.Set(Encoding.UTF8.GetBytes(name), Bytes("[true]"));
                            expected[index] = (name, "[true]");
                            break;
                        case 1 when name == "added":
                            edit.Set("added"u8, Bytes("\"v\""));
                            expected.Add((name, "\"v\""));
                            break;
                        default:
                            break;
                    }
                }

                string edited = Text(edit.ToArray());
                Assert.True(expected.SequenceEqual(Parse(edited)), $"seed {seed}: {text} became {edited}");
                Assert.Equal(edited, string.Concat(edit.Build().Select(Text)));
            }));

    private static BodyEdit Edit(string text) => new(Members(Bytes(text)));

    private static JsonMembers Members(ReadOnlyMemory<byte> text)
    {
        Assert.True(JsonMembers.TryRead(text, out JsonMembers? members, out string? fault), fault);
        return members;
    }

    private static List<(string Name, string Value)> Parse(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.GetRawText()))];
    }

    private static string RandomObject(Random random)
    {
        string[] values = ["1", "-0.5e3", "null", "\"s,}\\\"\"", "[1, {\"a\":2}]", "{ \"stream\" : true }", "{}", "[]"];
        string[] names = [.. Names.Where(_ => random.Next(2) == 0)];
        random.Shuffle(names);
        var text = new StringBuilder(Space(random)).Append('{').Append(Space(random));
        for (int i = 0; i < names.Length; i++)
        {
            text.Append(i > 0 ? "," : "").Append(Space(random)).Append(Name(random, names[i])).Append(Space(random)).Append(':')
                .Append(Space(random)).Append(values[random.Next(values.Length)]).Append(Space(random));
        }

        return text.Append('}').Append(Space(random)).ToString();
    }

    private static string Name(Random random, string name)
    {
        string quoted = name.Replace("\"", "\\\"", StringComparison.Ordinal);
        return random.Next(3) == 0 && name is ['a' or 'b' or 'c'] ? $"\"\\u{(int)name[0]:x4}\"" : $"\"{quoted}\"";
    }

    private static string Space(Random random) => random.Next(3) switch { 0 => " ", 1 => "\n\t", _ => "" };
}
