using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary><c>loadgen recipes</c>: its catalog, and files of one's own.</summary>
public sealed class RecipesTests : IDisposable
{
    private const string Head = "engine: e\nmodel: org/m\nprecisions: [fp8]\nskus: [h200]\nsource: a test\ncommand: [serve]\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_binary_lists_its_recipes_and_finds_them_right()
    {
        Assert.Contains("sglang/dsr1-fp8-h200 ", (await Loadgen.RunAsync("recipes")).Exits(Loadgen.Ok).Stdout, StringComparison.Ordinal);
        Assert.EndsWith(" plans: right\n", (await Loadgen.RunAsync("recipes", "--check")).Exits(Loadgen.Ok).Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_recipe_is_counted_as_one() =>
        Assert.Equal("1 recipe, 1 plan: right\n", (await Loadgen.RunAsync("recipes", "--check", _folder.File("mine.yaml", Head))).Exits(Loadgen.Ok).Stdout);

    [Fact]
    public async Task Everything_that_is_wrong_with_a_file_is_said_at_once()
    {
        string file = _folder.File("mine.yaml", Head.Replace("fp8", "fp3", StringComparison.Ordinal) + "readiness: { health: healthz }\nargz: {}\noptions: { m: { default: x, choices: [a] } }\n");
        Finished finished = (await Loadgen.RunAsync("recipes", file, "--check")).Exits(Loadgen.Usage);
        Assert.Equal(
            [$"loadgen: {file}:3:14: precisions[0]", $"loadgen: {file}:7:22: readiness.health", $"loadgen: {file}:8:1: argz", $"loadgen: {file}:9:12: options.m"],
            finished.Messages.Select(message => string.Join(": ", message.Split(": ")[..3])));
    }

    [Theory]
    [InlineData("unknown option '--formt'; did you mean '--format'?", "--formt")]
    [InlineData("unknown option '--bogus'", "--bogus")]
    [InlineData("unknown recipe 'sglang/dsr1-fp8-h20'; did you mean 'sglang/dsr1-fp8-h200'?", "sglang/dsr1-fp8-h20")]
    public async Task Is_refused_in_one_line(string message, params string[] options) =>
        (await Loadgen.RunAsync(["recipes", .. options])).Exits(Loadgen.Usage).Says(message);
}
