using LoadGen.Configuration;
using LoadGen.Economics.Models;

namespace LoadGen.Economics.Tests.Models;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadgen-models-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_binary_carries_every_model() =>
        Assert.Equal(["deepseek-r1", "gpt-oss-120b", "llama-3.3-70b", "qwen3.5-397b"], ModelCatalog.BuiltIn.Models.Select(model => model.Id));

    [Theory]
    [InlineData("deepseek-r1", 671.0, 36.5, 61)]
    [InlineData("gpt-oss-120b", 116.8, 5.1, 36)]
    [InlineData("llama-3.3-70b", 70.6, 69.5, 80)]
    [InlineData("qwen3.5-397b", 396.2, 16.2, 60)]
    public void Parts_add_up_to_what_a_models_makers_state(string id, double parametersB, double activeB, int layers)
    {
        ModelShape model = ModelCatalog.BuiltIn.Get(id);
        Assert.Equal(parametersB, model.Parameters() / 1e9, 0.15);
        Assert.Equal(activeB, model.ActiveParameters() / 1e9, 0.15);
        Assert.Equal(layers, model.Layers());
    }

    // DeepSeek: 576 numbers in each of 61 layers. Llama: keys and values of 8 heads of 128 in 80. Qwen: 15 of 60 layers keep any.
    [Theory]
    [InlineData("deepseek-r1", 576 * 61)]
    [InlineData("llama-3.3-70b", 2 * 8 * 128 * 80)]
    [InlineData("qwen3.5-397b", 2 * 2 * 256 * 15)]
    public void A_token_leaves_so_many_numbers_in_the_cache(string id, double numbers) =>
        Assert.Equal(numbers, ModelCatalog.BuiltIn.Get(id).Attention.Sum(part => part.Layers * part.CachedPerToken()));

    [Fact]
    public void More_tokens_touch_more_experts_and_never_more_than_there_are()
    {
        FfnShape experts = ModelCatalog.BuiltIn.Get("deepseek-r1").Ffn[1];
        Assert.Equal(8, experts.Touched(1), 9);
        Assert.InRange(experts.Touched(64), 200, 256);
        Assert.InRange(experts.Touched(100_000), 255.99, 256);
    }

    [Fact]
    public void Checkpoints_name_their_model_in_any_case() =>
        Assert.Equal("deepseek-r1", ModelCatalog.BuiltIn.Get("deepseek-ai/deepseek-r1-0528").Id);

    [Fact]
    public void An_unknown_name_is_met_with_the_one_that_was_meant()
    {
        var unknown = Assert.Throws<UnknownModelException>(() => ModelCatalog.BuiltIn.Get("deepseek-r2"));
        Assert.Equal("there is no model shape 'deepseek-r2'; did you mean 'deepseek-r1'? configs/models has deepseek-r1, gpt-oss-120b, llama-3.3-70b, qwen3.5-397b", unknown.Message);
    }

    [Fact]
    public void A_name_stands_for_one_model_alone()
    {
        string text = File.ReadAllText(Carried("llama-3.3-70b"));
        File.WriteAllText(Path.Combine(_folder.FullName, "a.yaml"), text.Replace("id: llama-3.3-70b", "id: a", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_folder.FullName, "b.yaml"), text.Replace("id: llama-3.3-70b", "id: b", StringComparison.Ordinal));
        var wrong = Assert.Throws<ConfigurationException>(() => ModelCatalog.FromFolder(_folder.FullName));
        Assert.Equal(3, wrong.Problems.Count);
        Assert.All(wrong.Problems, problem => Assert.Contains("b.yaml:3:", problem.ToString(), StringComparison.Ordinal));
        Assert.All(wrong.Problems, problem => Assert.Contains("stands already at", problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_without_models_is_none()
    {
        var wrong = Assert.Throws<ConfigurationException>(() => ModelCatalog.FromFolder(_folder.FullName));
        Assert.Contains("holds no model", Assert.Single(wrong.Problems).ToString(), StringComparison.Ordinal);
    }

    private static string Carried(string id, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "configs", "models", id + ".yaml");
}
