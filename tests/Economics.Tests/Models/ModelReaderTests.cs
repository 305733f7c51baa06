using LoadGen.Configuration;
using LoadGen.Economics.Models;

namespace LoadGen.Economics.Tests.Models;

public class ModelReaderTests
{
    private const string Path = "models/m1.yaml";

    // 2 layers of 8 heads and a dense part, 2 of latent attention and experts.
    private const string Right = """
        id: m1
        name: M1
        aliases: [maker/M1]
        hidden: 1000
        vocab: 100000
        context: 4096
        attention:
          - { kind: gqa, layers: 2, heads: 8, kv_heads: 2, head_dim: 100, window: 128 }
          - { kind: mla, layers: 2, heads: 8, head_dim: 100, query_rank: 50, latent_rank: 60, rope_dim: 10 }
        ffn:
          - { layers: 2, intermediate: 4000 }
          - { layers: 2, intermediate: 1000, experts: 16, active: 2, shared: 1 }
        parameters_b: 0.333
        active_b: 0.149
        attention_weights: { fp8: fp8, fp4: bf16 }
        source: made up
        """;

    [Fact]
    public void Every_key_of_a_file_arrives()
    {
        ModelShape model = ModelReader.Parse(Right, Path).Value;
        Assert.Equal(("m1", "M1", 1000, 100_000, 4096), (model.Id, model.Name, model.Hidden, model.Vocab, model.Context));
        Assert.Equal(["maker/M1"], model.Aliases);
        Assert.Equal(new AttentionShape { Kind = AttentionKind.Gqa, Layers = 2, Heads = 8, KvHeads = 2, HeadDim = 100, Window = 128 }, model.Attention[0]);
        Assert.Equal(new AttentionShape { Kind = AttentionKind.Mla, Layers = 2, Heads = 8, HeadDim = 100, QueryRank = 50, LatentRank = 60, RopeDim = 10 }, model.Attention[1]);
        Assert.Equal(new FfnShape { Layers = 2, Intermediate = 4000 }, model.Ffn[0]);
        Assert.Equal(new FfnShape { Layers = 2, Intermediate = 1000, Experts = 16, Active = 2, Shared = 1 }, model.Ffn[1]);
        Assert.Equal("bf16", model.AttentionWeights["fp4"]);
    }

    [Theory]
    [InlineData("id: m1", "id: m2", "1:5: id: found 'm2'; accepted: the file's name, 'm1'")]
    [InlineData("hidden: 1000", "hidden: 0", "4:9: hidden: found 0; accepted: a number above 0")]
    [InlineData("hidden: 1000", "hiden: 1000", "4:1: hiden: unknown key")]
    [InlineData("kind: gqa", "kind: gpa", "8:13: attention[0].kind: found the text 'gpa'; accepted: one of gqa, mla, linear")]
    [InlineData("kv_heads: 2, ", "", "8:5: attention[0].kv_heads: found 0; accepted: a number above 0")]
    [InlineData("rope_dim: 10", "rope_dim: 10, window: 5", "9:105: attention[1].window: has a meaning for gqa alone")]
    [InlineData("experts: 16, active: 2", "experts: 2, active: 16", "12:49: ffn[1].active: found 16 of 2 experts and 1 shared")]
    [InlineData("{ layers: 2, intermediate: 4000 }", "{ layers: 3, intermediate: 4000 }", "10:1: ffn: has 5 layers, attention has 4; accepted: as many")]
    [InlineData("parameters_b: 0.333", "parameters_b: 0.4", "13:15: parameters_b: found 0.4, but the parts add up to 0.33")]
    [InlineData("active_b: 0.149", "active_b: 0.3", "14:11: active_b: found 0.3, but the parts add up to 0.15")]
    [InlineData("fp4: bf16", "fp5: bf16", "15:38: attention_weights.fp5: found 'fp5'; accepted: bf16, fp8, fp4, int8")]
    [InlineData("source: made up", "source: ''", "16:9: source: says nothing")]
    public void What_cannot_be_is_named_with_its_place(string part, string replacement, string problem)
    {
        Assert.Contains(part, Right, StringComparison.Ordinal);
        string[] problems = Problems(Right.Replace(part, replacement, StringComparison.Ordinal));
        Assert.Contains(problems, line => line.StartsWith($"{Path}:{problem}", StringComparison.Ordinal));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        Assert.Equal(3, Problems(Right.Replace("hidden: 1000", "hidden: 0", StringComparison.Ordinal).Replace("name: M1", "name: ''", StringComparison.Ordinal).Replace("made up", "''", StringComparison.Ordinal)).Length);

    private static string[] Problems(string text) =>
        [.. Assert.Throws<ConfigurationException>(() => ModelReader.Parse(text, Path)).Problems.Select(problem => problem.ToString())];
}
