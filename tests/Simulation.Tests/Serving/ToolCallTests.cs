using System.Text.Json;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

public class ToolCallTests
{
    private const string Tools = """
        "tools":[{"type":"function","function":{"description":"x","name":"look_up","parameters":{"type":"object","properties":{"name":{"type":"string"}}}}},{"function":{"name":"say \"hi\""},"type":"function"}]
        """;

    [Theory]
    [InlineData("\"required\"", "look_up")]
    [InlineData("""{"type":"function","function":{"name":"say \"hi\""}}""", "say \"hi\"")]
    public async Task A_stream_calls_the_function_in_pieces_that_make_one_json_object(string choice, string function)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Chat, $$"""{"stream":true,"max_tokens":4,"tool_choice":{{choice}},{{Tools}}}""");
        JsonElement[] choices = [.. events[..^1].Select(e => Sse.Parse(e).GetProperty("choices")[0])];
        JsonElement[] calls = [.. choices.Select(c => Assert.Single(c.GetProperty("delta").GetProperty("tool_calls").EnumerateArray()))];
        Assert.Equal(function, calls[0].GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("function", calls[0].GetProperty("type").GetString());
        Assert.NotEmpty(calls[0].GetProperty("id").GetString()!);
        Assert.All(calls, call => Assert.Equal(0, call.GetProperty("index").GetInt32()));
        Assert.All(calls[1..], call => Assert.False(call.TryGetProperty("id", out _)));
        Assert.Equal(" the simulated engine says", TextOf(string.Concat(calls.Select(Arguments))));
        Assert.Equal([null, null, null, null, "tool_calls"], choices.Select(c => c.GetProperty("finish_reason").GetString()));
        Assert.Equal("[DONE]", events[^1]);
    }

    [Fact]
    public async Task A_whole_response_has_the_call_instead_of_content()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        JsonElement json = (await api.JsonAsync(Api.Chat, $$"""{"max_tokens":2,"tool_choice":"required",{{Tools}}}""")).Json;
        JsonElement choice = json.GetProperty("choices")[0];
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("message").GetProperty("content").ValueKind);
        JsonElement call = Assert.Single(choice.GetProperty("message").GetProperty("tool_calls").EnumerateArray());
        Assert.Equal("look_up", call.GetProperty("function").GetProperty("name").GetString());
        Assert.Equal(" the simulated", TextOf(Arguments(call)!));
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(2, json.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"tool_choice\":\"auto\",")]
    [InlineData("\"tool_choice\":\"none\",")]
    [InlineData("\"tool_choice\":null,")]
    public async Task Without_a_required_call_the_answer_is_in_words(string choice)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Chat, $$"""{"stream":true,"max_tokens":2,{{choice}}{{Tools}}}""");
        Assert.Equal([" the", " simulated"], events[1..3].Select(Sse.TextOf));
        Assert.Equal("length", Sse.FinishOf(events[2]));
    }

    [Fact]
    public async Task The_end_marker_in_arguments_is_text_like_any_other()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Chat, $$"""{"stream":true,"max_tokens":3,"tool_choice":"required",{{Tools}}}""", ("x-sim-fault", "done-in-content"));
        string arguments = string.Concat(events[..^1].Select(e => Arguments(Sse.Parse(e).GetProperty("choices")[0].GetProperty("delta").GetProperty("tool_calls")[0])));
        Assert.Equal(" thedata: [DONE] engine", TextOf(arguments));
        Assert.Equal("[DONE]", events[^1]);
    }

    [Theory]
    [InlineData("""{"tool_choice":"required"}""", "'tools' offers none")]
    [InlineData("""{"tool_choice":"sometimes"}""", "'tool_choice' must be none, auto, required")]
    [InlineData("""{"tool_choice":{"type":"function","function":{"name":"f"}},"tools":[{"function":{"name":"g"}}]}""", "does not offer")]
    [InlineData("""{"tool_choice":3}""", "'tool_choice' must name functions")]
    [InlineData("""{"tools":{}}""", "'tools' must be an array of objects")]
    [InlineData("""{"tools":[{"name":"f"}]}""", "'tools' must name functions")]
    public async Task A_choice_that_cannot_be_made_is_explained(string body, string message)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        (System.Net.HttpStatusCode status, JsonElement json) = await api.JsonAsync(Api.Chat, body);
        Assert.Equal(400, (int)status);
        Assert.Contains(message, json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static string? Arguments(JsonElement call) => call.GetProperty("function").GetProperty("arguments").GetString();

    private static string? TextOf(string arguments) => Sse.Parse(arguments).GetProperty("text").GetString();
}
