using LoadGen.Launching.Explaining;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Tests;

public class SecretNameTests
{
    private const string Recipe = Samples.Head + "options: { a: x }\nargs: { b: 1 }\n";

    [Theory]
    [InlineData("HF_TOKEN", true)]
    [InlineData("hf-token", true)]
    [InlineData("api-key", true)]
    [InlineData("api_keys", true)]
    [InlineData("env.DB_PASSWORD", true)]
    [InlineData("AWS_SECRET_ACCESS_KEY", true)]
    [InlineData("SECRET", true)]
    [InlineData("hfToken", true)]
    [InlineData("Authorization", true)]
    [InlineData("maxTokens", false)]
    [InlineData("tokenizerPath", false)]
    [InlineData("SGLANG_MORI_NUM_MAX_DISPATCH_TOKENS_PER_RANK", false)]
    [InlineData("max-num-batched-tokens", false)]
    [InlineData("HF_TOKEN_PATH", false)]
    [InlineData("ssl-keyfile", false)]
    [InlineData("MONKEY", false)]
    [InlineData("NCCL_DEBUG", false)]
    public void The_last_whole_word_of_a_name_says_whether_its_value_is_a_secret(string name, bool isSecret) => Assert.Equal(isSecret, SecretName.Is(name));

    [Theory]
    [InlineData("env.HF_TOKEN", "export HF_TOKEN and leave the value out (--set env.HF_TOKEN): it is handed on by name")]
    [InlineData("roles.engine.env.HF_TOKEN", "export HF_TOKEN and leave the value out (--set roles.engine.env.HF_TOKEN): it is handed on by name")]
    [InlineData("args.api-key", "give it by a variable or a file that the engine reads (vLLM: export VLLM_API_KEY, and --set env.VLLM_API_KEY without a value)")]
    [InlineData("roles.unknown.args.api_key", "give it by a variable or a file that the engine reads (vLLM: export VLLM_API_KEY, and --set env.VLLM_API_KEY without a value)")]
    [InlineData("api-key", "give it by a variable or a file that the engine reads (vLLM: export VLLM_API_KEY, and --set env.VLLM_API_KEY without a value)")]
    public void A_secret_that_an_option_gives_is_refused_and_not_repeated(string key, string advice)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Samples.Plan(Recipe, new PlanRequest { Set = [$"{key}=hf_verysecret"] }));
        Assert.Equal($"--set {key}=…: its name says that it is a secret, and options can be read by all; {advice}", refused.Message);
        Assert.Null(refused.ParamName);
    }

    [Fact]
    public void Settings_that_only_sound_like_secrets_are_set()
    {
        WorkerPlan worker = Samples.Plan(Recipe, new PlanRequest { Set = ["env.HF_HUB_DISABLE_IMPLICIT_TOKEN=1", "env.MAX_DISPATCH_TOKENS_PER_RANK=16384", "args.max-tokens=5"] }).Workers[0];
        Assert.Equal([("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"), ("MAX_DISPATCH_TOKENS_PER_RANK", "16384")], worker.Environment.Select(variable => (variable.Name, variable.Value)));
        Assert.Equal("serve --b 1 --max-tokens 5", string.Join(' ', Samples.Words(worker)));
    }

    [Fact]
    public void A_variable_without_a_value_is_handed_on_by_name()
    {
        PlanVariable variable = Assert.Single(Samples.Plan(Recipe + "env: { A_TOKEN: written-in-clear }\n", new PlanRequest { Set = ["env.A_TOKEN"] }).Workers[0].Environment);
        Assert.Equal(new PlanVariable("A_TOKEN", null, "--set env.A_TOKEN"), variable);
        Assert.Equal("B", Assert.Single(Samples.Plan(Recipe, new PlanRequest { Set = ["roles.engine.env.B"] }).Workers[0].Environment).Name);
    }

    [Theory]
    [InlineData("""{"token": "abcdefgh"}""", "abcdefgh")]
    [InlineData("""{"inner":{"apiKey" : "a b\"c"},"port":8000}""", """a b\"c""")]
    [InlineData("""{"config": "{\"token\": \"abcdefgh\"}"}""", "abcdefgh")]
    [InlineData("{'password': 'abcdefgh'}", "abcdefgh")]
    [InlineData("{ api_key: abcdefgh, n: 1 }", "abcdefgh")]
    [InlineData("""{"api_keys": ["first-one", "second-one"]}""", "first-one|second-one")]
    [InlineData("http://host/v1?token=abcdefgh&n=1", "abcdefgh")]
    [InlineData("a: 1\ndb_password: abcdefgh\nb: 2\n", "abcdefgh")]
    [InlineData("export HF_TOKEN='abcdefgh'\n", "abcdefgh")]
    [InlineData("Authorization: Bearer abcdefgh", "abcdefgh")]
    [InlineData("""{"max_tokens": 12345678, "kv_connector": "NixlConnector", "tokenizer": "org/model"}""", "")]
    [InlineData("http://127.0.0.1:2379", "")]
    public void A_secret_within_a_text_is_known_by_the_name_before_it(string text, string secrets) =>
        Assert.Equal(secrets, string.Join('|', SecretText.ValuesIn(text)));

    [Theory]
    [InlineData("args.config={\"token\": \"hf_verysecret\"}", "args.config")]
    [InlineData("env.HEADERS=Authorization: Bearer hf_verysecret", "env.HEADERS")]
    public void A_secret_within_the_value_of_an_option_is_refused_and_not_repeated(string set, string key)
    {
        string message = Assert.Throws<ArgumentException>(() => Samples.Plan(Recipe, new PlanRequest { Set = [set] })).Message;
        Assert.Equal($"--set {key}=…: there is a secret in the value, by the name before it, and options can be read by all; give it by a variable or a file that the engine reads", message);
    }

    [Fact]
    public void What_a_recipe_wrote_in_clear_within_values_and_files_is_not_shown()
    {
        LaunchPlan plan = Samples.Plan(Samples.Head + """
            env: { CONFIG: '{"token": "variable-value"}' }
            args: { config: '{"client_secret": "it''s-value"}' }
            files:
              a.yml: { db: { password: file-value } }
              b.json: '{"api_key": "other-value"}'

            """);
        using var writer = new StringWriter();
        DryRun.Write(writer, plan);
        Explain.Write(writer, plan);
        Assert.DoesNotContain("-value", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("#     password: ***", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"client_secret\": \"***\"", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_recipe_wrote_in_clear_is_not_shown()
    {
        LaunchPlan plan = Samples.Plan(Samples.Head + "env: { A_TOKEN: variable-value }\nargs: { api-key: argument-value }\n");
        using var writer = new StringWriter();
        DryRun.Write(writer, plan);
        Explain.Write(writer, plan);
        Assert.DoesNotContain("-value", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("serve --api-key", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("A_TOKEN=", writer.ToString(), StringComparison.Ordinal);
    }
}
