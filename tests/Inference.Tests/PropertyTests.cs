using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Inference.Json;
using LoadGen.Inference.Tests.Support;

namespace LoadGen.Inference.Tests;

/// <summary>Properties over random texts, events and damage. A failure names the seed, and shows the bytes in hex where they matter.</summary>
public class PropertyTests
{
    [Fact]
    public void An_event_reads_as_its_dom_does_whatever_its_field_order()
    {
        ForAllSeeds(2000, seed =>
        {
            string json = new RandomEvent(seed).Next();
            StreamEvent actual = Read.Event(json);
            StreamEvent expected = Oracle.Read(json);
            Assert.True(expected.Equals(actual), $"seed {seed}: {actual.Malformed} in {json}");
        });
    }

    [Fact]
    public void The_scanner_accepts_exactly_what_Utf8JsonReader_accepts_and_nothing_throws()
    {
        ForAllSeeds(4000, seed =>
        {
            byte[] data = Damage(Encoding.UTF8.GetBytes(new RandomEvent(seed).Next()), new Random(seed));
            var scanner = new JsonScanner(data);
            scanner.Skip();
            scanner.End();
            string shown = $"seed {seed}: {Convert.ToHexString(data)}";
            Assert.True(IsValid(data) == !scanner.Failed, shown);
            Assert.True(scanner.Position <= data.Length, shown);

            StreamEvent read = Read.Event(data);
            Assert.True(!scanner.Failed || read.Malformed is not null, shown);
            Assert.NotEmpty(Read.Chat.ReadError(500, data).Message);
            var state = default(StreamState);
            var whole = default(StreamEvent);
            Read.Chat.ReadResponse(data, ref state, ref whole);
            Assert.True(!scanner.Failed || whole.Malformed is not null, shown);
        });
    }

    [Fact]
    public void Any_text_comes_back_from_a_body()
    {
        Arbitrary<string> texts = ArbMap.Default.ArbFor<string>().Filter(text => text is not null);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(texts, text =>
        {
            using JsonDocument body = JsonDocument.Parse(Body.Chat(Body.Options with { Model = text }, text));
            string expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            return body.RootElement.GetProperty("model").GetString() == expected
                && body.RootElement.GetProperty("messages")[0].GetProperty("content").GetString() == expected;
        }));
    }

    [Fact]
    public void Any_bytes_come_back_from_a_body_as_the_framework_repairs_them()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            string written = Body.Write(Read.Completions, new GenerationRequest { Options = Body.Options, Text = bytes, MaxTokens = 1 });
            using JsonDocument body = JsonDocument.Parse(written);
            return body.RootElement.GetProperty("prompt").GetString() == Encoding.UTF8.GetString(bytes);
        }));
    }

    [Fact]
    public void Any_ids_come_back_from_a_body()
    {
        Arbitrary<int[]> ids = ArbMap.Default.ArbFor<int[]>().Filter(array => array.Length > 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(ids, array =>
        {
            using JsonDocument body = JsonDocument.Parse(Body.Completions(Body.Options, array));
            return body.RootElement.GetProperty("prompt").EnumerateArray().Select(id => id.GetInt32()).SequenceEqual(array);
        }));
    }

    [Fact]
    public void An_extra_body_gives_the_fields_of_a_dictionary_update()
    {
        ForAllSeeds(1000, seed =>
        {
            string extra = Encoding.UTF8.GetString(ExtraFields(new Random(seed)));
            using JsonDocument body = JsonDocument.Parse(Body.Completions(Body.With(extra), "p"));
            Dictionary<string, string> expected = Fields(Body.Completions(Body.Options, "p"));
            foreach ((string name, string value) in Fields(extra))
            {
                expected[name] = value;
            }

            Assert.Equal(expected.OrderBy(f => f.Key, StringComparer.Ordinal), Fields(body.RootElement.GetRawText()).OrderBy(f => f.Key, StringComparer.Ordinal));
        });
    }

    private static void ForAllSeeds(int count, Action<int> body) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), body));

    private static bool IsValid(byte[] data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Damage(byte[] data, Random random)
    {
        const string Likely = "{}[],:\"\\ \n0123456789.-+eEtrufalsn\0\u001f'<";
        var bytes = new List<byte>(data);
        for (int i = random.Next(4); i > 0 && bytes.Count > 0; i--)
        {
            int at = random.Next(bytes.Count);
            byte other = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)Likely[random.Next(Likely.Length)];
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = other;
                    break;
                case 1:
                    bytes.Insert(at, other);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, bytes[..random.Next(at + 1)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] ExtraFields(Random random)
    {
        string[] names = ["model", "prompt", "max_tokens", "temperature", "stream", "stream_options", "ignore_eos", "top_p", "nvext", "é\""];
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = random.Next(2) == 0 }))
        {
            writer.WriteStartObject();
            foreach (string name in names.Where(_ => random.Next(3) == 0).ToArray())
            {
                writer.WriteNumber(name, random.Next());
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static Dictionary<string, string> Fields(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetRawText());
    }
}
