namespace LoadGen.Launching.Tests.Recipes;

public class RecipeFormatTests
{
    [Theory]
    [InlineData("argz: {}\n", "e/r.yaml:7:1: argz: unknown key 'argz'; did you mean 'args'?")]
    [InlineData("args: [a]\n", "e/r.yaml:7:7: args: found a list; accepted: a mapping")]
    [InlineData("args:\n  x: ${tp\n", "e/r.yaml:8:10: args.x: the expression has no end; accepted: } after it")]
    [InlineData("args:\n  x: ''\n  y:\n", "e/r.yaml:9:5: args.y: found nothing; accepted: a value, or ${an expression}")]
    [InlineData("env: { 1A: x }\n", "e/r.yaml:7:8: env.1A: this is no name of an environment variable; accepted: letters, digits and _")]
    [InlineData("env: { A: { from: hots } }\n", "e/r.yaml:7:11: env.A: found a mapping; accepted: a value, or {from: host} for a variable that the launcher has")]
    [InlineData("files: { ../x: {} }\n", "e/r.yaml:7:10: files.../x: this is no name of a file; accepted: letters, digits, _, - and .")]
    [InlineData("flags: equal\n", "e/r.yaml:7:8: flags: found the text 'equal'; accepted: space (--flag value) or equals (--flag=value)")]
    [InlineData("roles: { prefil: {} }\n", "e/r.yaml:7:10: roles.prefil: unknown key 'prefil'; did you mean 'prefill'? accepted: engine, prefill, decode, frontend")]
    [InlineData("roles: { prefill: {} }\n", "e/r.yaml:7:1: roles: prefill and decode need each other; accepted: both, or neither")]
    [InlineData("roles: { prefill: {}, decode: {} }\n", "prefill and decode need one thing before them; accepted: router, or roles.frontend")]
    [InlineData("router: { protocol: sglnag }\n", "e/r.yaml:7:21: router.protocol: unknown protocol 'sglnag'; did you mean 'sglang'?")]
    [InlineData("when: { a: { args: {} } }\n", "e/r.yaml:7:9: when.a: the key 'if' is missing; accepted: an expression, such as ${dp > 1}")]
    [InlineData("options: { m: { default: x, choices: [a, b] } }\n", "e/r.yaml:7:12: options.m: the default 'x' is none of the choices; accepted: a, b")]
    [InlineData("readiness: { port_limit_s: 1e20 }\n", "readiness.port_limit_s: found the number 1e20; accepted: seconds above 0, at most 604800")]
    [InlineData("readiness: { health_limit_s: -1 }\n", "readiness.health_limit_s: found the number -1; accepted: seconds above 0, at most 604800")]
    [InlineData("abstract: maybe\n", "e/r.yaml:7:11: abstract: found the text 'maybe'; accepted: true or false")]
    public void What_is_wrong_is_said_with_its_place(string text, string problem) =>
        Assert.Contains(Samples.Problems(() => Samples.Recipe(Samples.Head + text)), found => found.StartsWith(problem, StringComparison.Ordinal) || found.EndsWith(problem, StringComparison.Ordinal));

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        Assert.Equal(3, Samples.Problems(() => Samples.Recipe(Samples.Head + "argz: {}\nenv: { 1A: x }\nflags: no\n")).Length);

    [Fact]
    public void What_a_recipe_must_have_is_asked_for() =>
        Assert.Equal(
            ["engine", "model", "precisions", "skus", "source", "command"],
            Samples.Problems(() => Samples.Recipe("about: nothing\n")).Select(problem => problem.Split('\'')[1]));
}
