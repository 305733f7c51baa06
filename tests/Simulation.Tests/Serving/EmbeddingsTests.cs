using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

public class EmbeddingsTests
{
    [Fact]
    public async Task Each_input_has_a_vector_that_is_the_same_for_the_same_input()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        JsonElement json = (await api.JsonAsync(Api.Embeddings, """{"model":"sim","input":["a b","c","a b"]}""")).Json;
        float[][] vectors = [.. json.GetProperty("data").EnumerateArray().Select(d => Vector(d.GetProperty("embedding")))];
        Assert.Equal(3, vectors.Length);
        Assert.Equal(vectors[0], vectors[2]);
        Assert.NotEqual(vectors[0], vectors[1]);
        Assert.Equal([0, 1, 2], json.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("index").GetInt32()));
        Assert.Equal((5, 5), (json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), json.GetProperty("usage").GetProperty("total_tokens").GetInt32()));
    }

    [Fact]
    public async Task In_base64_the_vector_is_its_floats()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        JsonElement plain = (await api.JsonAsync(Api.Embeddings, """{"input":"a"}""")).Json.GetProperty("data")[0].GetProperty("embedding");
        JsonElement coded = (await api.JsonAsync(Api.Embeddings, """{"input":"a","encoding_format":"base64"}""")).Json.GetProperty("data")[0].GetProperty("embedding");
        Assert.Equal(Vector(plain), MemoryMarshal.Cast<byte, float>(coded.GetBytesFromBase64()).ToArray());
    }

    [Theory]
    [InlineData("[1,2,3]", 1, 3)]
    [InlineData("[[1,2],[3]]", 2, 3)]
    [InlineData("\"one two\"", 1, 2)]
    public async Task Inputs_are_texts_or_token_ids(string input, int vectors, int tokens)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        JsonElement json = (await api.JsonAsync(Api.Embeddings, $$"""{"input":{{input}}}""")).Json;
        Assert.Equal(vectors, json.GetProperty("data").GetArrayLength());
        Assert.Equal(tokens, json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Theory]
    [InlineData("{}", "'input' must be")]
    [InlineData("""{"input":[null]}""", "'input' must be")]
    [InlineData("{", "not valid JSON")]
    public async Task What_cannot_be_embedded_is_explained(string body, string message)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        (HttpStatusCode status, JsonElement json) = await api.JsonAsync(Api.Embeddings, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(message, json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_asked_for_as_for_generation()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { ApiKey = "k" });
        using var api = new Api(engine);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.JsonAsync(Api.Embeddings, """{"input":"a"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.JsonAsync(Api.Embeddings, """{"input":"a"}""", ("Authorization", "Bearer k"))).Status);
    }

    private static float[] Vector(JsonElement embedding) => [.. embedding.EnumerateArray().Select(value => value.GetSingle())];
}
