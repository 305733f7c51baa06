using LoadGen.Launching.Planning;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Tests.Recipes;

public class RecipeInheritanceTests
{
    private const string Parent = Samples.Head + """
        abstract: true
        env: { A: 1, B: 2 }
        args:
          first: 1
          second: [1, 2]
          third: true
        when:
          big: { if: '${tp > 1}', args: { third: false } }

        """;

    [Fact]
    public void A_child_replaces_key_by_key_and_adds_behind()
    {
        WorkerPlan worker = PlanOf("extends: e/p\nargs: { fourth: 4, second: [9] }\nenv: { B: 3 }\n");
        Assert.Equal(["serve", "--first", "1", "--second", "9", "--third", "--fourth", "4"], Samples.Words(worker));
        Assert.Equal(["A=1", "B=3"], worker.Environment.Select(variable => $"{variable.Name}={variable.Value}"));
    }

    [Fact]
    public void Every_word_knows_the_line_that_put_it_there()
    {
        WorkerPlan worker = PlanOf("extends: e/p\nargs:\n  second: [9]\n");
        Assert.Equal(["e/p.yaml:6", "e/p.yaml:10", "e/p.yaml:10", "e/r.yaml:3", "e/r.yaml:3", "e/p.yaml:12"], worker.Command.Select(word => word.Origin));
        Assert.Equal(["e/p.yaml:8", "e/p.yaml:8"], worker.Environment.Select(variable => variable.Origin));
    }

    [Fact]
    public void Without_takes_inherited_keys_away()
    {
        WorkerPlan worker = PlanOf("extends: e/p\nwithout: { args: [second], env: [A], when: [big] }\nparallel: { tp: 8 }\n");
        Assert.Equal(["serve", "--first", "1", "--third"], Samples.Words(worker));
        Assert.Equal(["B"], worker.Environment.Select(variable => variable.Name));
    }

    [Fact]
    public void A_condition_of_the_parent_holds_in_the_child() =>
        Assert.Equal(["serve", "--first", "1", "--second", "1", "2"], Samples.Words(PlanOf("extends: e/p\nparallel: { tp: 8 }\n")));

    [Theory]
    [InlineData("extends: e/p\nwithout: { args: [sekond] }\n", "e/r.yaml:2:19: without.args: nothing to remove: unknown key 'sekond'; did you mean 'second'? accepted: first, second, third")]
    [InlineData("extends: e/p\nwithout: { arg: [x] }\n", "e/r.yaml:2:12: without.arg: nothing to remove: unknown key 'arg'; did you mean 'args'? accepted: env, args, when")]
    [InlineData("without: { args: [x] }\nabstract: true\n", "e/r.yaml:1:1: without: nothing is inherited that could be removed; accepted: with extends only")]
    [InlineData("extends: e/pp\n", "e/r.yaml:1:10: extends: unknown recipe 'e/pp'; did you mean 'e/p'? accepted: e/p, e/r")]
    [InlineData("extends: e/r\n", "e/r.yaml:1:10: extends: a circle: e/r extends e/r")]
    public void What_cannot_be_inherited_is_said_with_its_place(string child, string problem) =>
        Assert.Equal([problem], Samples.Problems(() => Samples.Catalog(("e/p", Parent), ("e/r", child)).Get("e/r")));

    [Fact]
    public void A_circle_is_named()
    {
        RecipeCatalog catalog = Samples.Catalog(("a", "extends: b\n"), ("b", "extends: c\n"), ("c", "extends: a\n"));
        Assert.Equal(["c.yaml:1:10: extends: a circle: a extends b extends c extends a"], Samples.Problems(() => catalog.Get("a")));
    }

    [Fact]
    public void Being_abstract_is_not_inherited()
    {
        RecipeCatalog catalog = Samples.Catalog(("e/p", Parent), ("e/r", "extends: e/p\n"));
        Assert.True(catalog.Get("e/p").IsAbstract);
        Assert.Equal(["e/r"], catalog.All().Select(recipe => recipe.Id));
    }

    [Fact]
    public void A_file_of_ones_own_extends_what_is_built_in()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "mine.yaml");
        File.WriteAllText(path, "extends: sglang/dsr1-fp8-h200\nargs: { mem-fraction-static: 0.9 }\n");
        Recipe recipe = RecipeCatalog.BuiltIn.Get(path);
        PlanText[] words = [.. Planner.Plan(recipe, Economics.Skus.SkuCatalog.BuiltIn.Get("h200"), new PlanRequest()).Workers[0].Command];
        Assert.Equal("mine", recipe.Id);
        int flag = Array.FindIndex(words, word => word.Text == "--mem-fraction-static");
        Assert.Equal(new PlanText("0.9", $"{path}:2"), words[flag + 1]);
        Assert.StartsWith("configs/recipes/sglang/dsr1-fp8-h200.yaml:", words.Single(word => word.Text == "--disable-radix-cache").Origin, StringComparison.Ordinal);
    }

    private static WorkerPlan PlanOf(string child) =>
        Planner.Plan(Samples.Catalog(("e/p", Parent), ("e/r", child)).Get("e/r"), Economics.Skus.SkuCatalog.BuiltIn.Get("h200"), new PlanRequest()).Workers[0];
}
