using LoadGen.Launching.Recipes;

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
    [InlineData("readiness: { health: healthz }\n", "e/r.yaml:7:22: readiness.health: found the text 'healthz'; accepted: a path that begins with one /, such as /health, or '' for none")]
    [InlineData("readiness: { models: //other/v1 }\n", "readiness.models: found the text '//other/v1'; accepted: a path that begins with one /, such as /health, or '' for none")]
    [InlineData("roles: { engine: { readiness: { canary: '/a b' } } }\n", "roles.engine.readiness.canary: found the text '/a b'; accepted: a path that begins with one /, such as /health, or '' for none")]
    [InlineData("args: { a: \"x\\ny\" }\n", "e/r.yaml:7:12: args.a: holds a line break or another control character; accepted: one line")]
    [InlineData("args: { a: [x, \"y\\r\"] }\n", "e/r.yaml:7:16: args.a[1]: holds a line break or another control character; accepted: one line")]
    [InlineData("env: { A: \"x\\0y\" }\n", "e/r.yaml:7:11: env.A: holds a line break or another control character; accepted: one line")]
    [InlineData("container_flags: [\"--label=a\\nb\"]\n", "e/r.yaml:7:19: container_flags[0]: holds a line break or another control character; accepted: one line")]
    [InlineData("args: { '': 1 }\n", "e/r.yaml:7:9: args.: this is no name of a flag; accepted: a name without blanks, such as max-num-seqs")]
    [InlineData("args: { a b: 1 }\n", "e/r.yaml:7:9: args.a b: this is no name of a flag; accepted: a name without blanks, such as max-num-seqs")]
    [InlineData("image: ''\n", "e/r.yaml:7:8: image: found the text ''; accepted: an image's name, or no key")]
    [InlineData("served_name: ''\n", "e/r.yaml:7:14: served_name: found the text ''; accepted: text in one line, not empty")]
    [InlineData("options: { tp: 3 }\n", "e/r.yaml:7:12: options.tp: the name has a meaning already; accepted: another name")]
    [InlineData("options: { decode_port: 3 }\n", "e/r.yaml:7:12: options.decode_port: the name is a port's already; accepted: another name")]
    [InlineData("options: { x_port: 3 }\nports: { x: 1 }\n", "e/r.yaml:7:12: options.x_port: the name is a port's already; accepted: another name")]
    [InlineData("options: { x: 1e400 }\n", "e/r.yaml:7:15: options.x: found the number 1e400; accepted: a number up to 1.7e308, or a text in quotes")]
    [InlineData("ports: { port: 1 }\n", "e/r.yaml:7:10: ports.port: the name has a meaning already; accepted: another name")]
    [InlineData("ports: { front: 1 }\n", "e/r.yaml:7:10: ports.front: the name has a meaning already; accepted: another name")]
    [InlineData("ports: { decode: 1 }\n", "e/r.yaml:7:10: ports.decode: the name has a meaning already; accepted: another name")]
    [InlineData("extends: ''\n", "e/r.yaml:7:10: extends: found the text ''; accepted: text in one line, not empty")]
    public void What_is_wrong_is_said_with_its_place(string text, string problem) =>
        Assert.Contains(Samples.Problems(() => Samples.Recipe(Samples.Head + text)), found => found.StartsWith(problem, StringComparison.Ordinal) || found.EndsWith(problem, StringComparison.Ordinal));

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        Assert.Equal(3, Samples.Problems(() => Samples.Recipe(Samples.Head + "argz: {}\nenv: { 1A: x }\nflags: no\n")).Length);

    [Theory]
    [InlineData("[fp3]", "e/r.yaml:3:14: precisions[0]: unknown precision 'fp3'; did you mean 'fp8'? accepted: bf16, fp8, fp4, int8")]
    [InlineData("[fp8, '']", "e/r.yaml:3:19: precisions[1]: found the text ''; accepted: text in one line, not empty")]
    [InlineData("[]", "e/r.yaml:3:13: precisions: found an empty list; accepted: one item or more")]
    public void Precisions_are_those_of_the_SKU_catalog(string precisions, string problem) =>
        Assert.Equal([problem], Samples.Problems(() => Samples.Recipe(Samples.Head.Replace("[fp8]", precisions, StringComparison.Ordinal))));

    [Fact]
    public void Problems_of_keys_of_values_and_of_what_is_inherited_are_said_together() =>
        Assert.Equal(
            ["argz", "readiness.health", "router.protocol", "when.a", "options.m", "extends"],
            Samples.Problems(() => Samples.Recipe("""
                argz: {}
                readiness: { health: x }
                router: { protocol: x }
                when: { a: { args: {} } }
                options: { m: { default: x, choices: [a] } }
                """ + "\n"))
                .Concat(Samples.Problems(() => Samples.Recipe("argz: {}\nextends: none\n"))[1..])
                .Select(problem => problem.Split(": ")[1]));

    [Fact]
    public void Every_name_that_expressions_know_is_refused_as_an_options() =>
        Assert.All(BuiltInNames.All, name =>
        {
            Assert.Single(Samples.Problems(() => Samples.Recipe(Samples.Head + $"options: {{ '{name}': 1 }}\n")));
            Assert.NotEmpty(Samples.Words(Samples.Plan(Samples.Head + $"args: {{ a: 'x${{{name}}}' }}\n").Workers[0])[2]);
        });

    [Fact]
    public void A_path_of_readiness_may_be_left_empty() =>
        Assert.Equal("", Samples.Plan(Samples.Head + "readiness: { models: '', canary: /v1/chat/completions }\n").Workers[0].Readiness.ModelsPath);

    [Fact]
    public void What_a_recipe_must_have_is_asked_for() =>
        Assert.Equal(
            ["engine", "model", "precisions", "skus", "source", "command"],
            Samples.Problems(() => Samples.Recipe("about: nothing\n")).Select(problem => problem.Split('\'')[1]));
}
