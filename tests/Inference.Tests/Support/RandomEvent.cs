using System.Globalization;
using System.Text;

namespace LoadGen.Inference.Tests.Support;

/// <summary>
/// Random well-formed events: known and unknown fields in any order, repeated now and then, with escapes, whitespace and nesting.
/// One seed gives one event.
/// </summary>
internal sealed class RandomEvent(int seed)
{
    private readonly Random _random = new(seed);

    public string Next() => Object(["choices", "choices", "usage", "object", "error", "id", "model", "timings"], TopLevel, 0);

    private string TopLevel(string name) => name switch
    {
        "choices" => Pick("null", "[]", List(Choice), List(Choice), List(Choice)),
        "usage" => Pick("null", Object(["prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details", "completion_tokens_details", "reasoning_tokens"], Usage, 1)),
        "object" => Pick("\"chat.completion.chunk\"", "null", "5"),
        "error" => Pick("null", "false", "\"\""),
        _ => Any(1),
    };

    private string Usage(string name) => name switch
    {
        "prompt_tokens_details" => Pick("null", Object(["cached_tokens", "audio_tokens"], _ => Count(), 2)),
        "completion_tokens_details" => Pick("null", Object(["reasoning_tokens", "audio_tokens"], _ => Count(), 2)),
        _ => Count(),
    };

    private string Choice() => Object(["index", "text", "delta", "message", "finish_reason", "logprobs", "token_ids", "matched_stop"], ChoiceField, 2);

    private string ChoiceField(string name) => name switch
    {
        "text" => Text(),
        "delta" or "message" => Pick("null", Object(["content", "reasoning", "reasoning_content", "refusal", "tool_calls", "function_call", "role"], DeltaField, 3)),
        "finish_reason" => Pick("null", "\"stop\"", "\"length\"", "\"abort\"", "\"\"", "\"odd\"", "\"\\u0073top\"", "{\"length\":3,\"type\":\"length\"}", "{}"),
        "token_ids" => Pick("null", "[]", List(Count), List(() => Any(4)), "[1, 22,\n333]"),
        "logprobs" => Pick("null", Object(["content", "tokens", "a"], _ => Pick("null", List(() => Any(5))), 3), Any(3)),
        _ => Any(3),
    };

    private string DeltaField(string name) => name switch
    {
        "tool_calls" => Pick("null", "[]", List(() => Object(["function", "index", "id"], n => n == "function" ? Function() : Any(5), 4))),
        "function_call" => Pick("null", Function()),
        "role" => Any(4),
        _ => Text(),
    };

    private string Function() => Object(["name", "arguments", "extra"], n => n == "extra" ? Any(6) : Text(), 5);

    private string Count() => Pick("null", "0", _random.Next().ToString(CultureInfo.InvariantCulture));

    private string Text() => Pick("null", "\"\"", String(), String(), String());

    private string String()
    {
        var text = new StringBuilder("\"");
        for (int i = _random.Next(_random.Next(3) == 0 ? 80 : 6); i > 0; i--)
        {
            text.Append(Pick("a", " ", "é", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "}", "]", ",", ":", "choices", "\u007f"));
        }

        return text.Append('"').ToString();
    }

    private string Any(int depth) => _random.Next(depth > 8 ? 5 : 7) switch
    {
        0 => "null",
        1 => Pick("true", "false"),
        2 => Pick("0", "-0", "1.5", "-12e+3", "0.0E-7", "123456789012345678901234567890"),
        3 or 4 => String(),
        5 => List(() => Any(depth + 1)),
        _ => Object(["choices", "text", "error", "a", ""], _ => Any(depth + 1), depth),
    };

    private string List(Func<string> item)
    {
        var text = new StringBuilder("[");
        int count = _random.Next(4);
        for (int i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Space()).Append(item()).Append(Space());
        }

        return text.Append(Space()).Append(']').ToString();
    }

    private string Object(string[] names, Func<string, string> value, int depth)
    {
        var text = new StringBuilder(Space()).Append('{');
        int count = _random.Next(names.Length + 2);
        for (int i = 0; i < count; i++)
        {
            string name = names[_random.Next(names.Length)];
            string written = name.Length > 0 && _random.Next(20) == 0 ? $"\\u{(int)name[0]:x4}{name[1..]}" : name;
            text.Append(i == 0 ? "" : ",").Append(Space()).Append('"').Append(written).Append('"').Append(Space()).Append(':')
                .Append(Space()).Append(value(name));
        }

        return text.Append(Space()).Append('}').Append(depth == 0 ? Space() : "").ToString();
    }

    private string Space() => Pick("", "", "", "", "", "", " ", "\n", "\t \r\n");

    private string Pick(params string[] of) => of[_random.Next(of.Length)];
}
