using LoadGen.Launching.Planning;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Tests.Planning;

public class WorkerTextTests
{
    [Theory]
    [InlineData("args: { a: 1, b_c: x, d: true, e: false, f: [1, 2] }\n", "serve --a 1 --b_c x --d --f 1 2")]
    [InlineData("flags: equals\nargs: { a: 1, b_c: x, d: true, e: false, f: [1, 2] }\n", "serve --a=1 --b_c=x --d --f=1 --f=2")]
    [InlineData("args: { -tp: '${tp}', a: 'true' }\n", "serve -tp 1 --a true")]
    [InlineData("args: { a: '${tp > 1}', b: '${tp == 1}' }\n", "serve --b")]
    [InlineData("args: { v: 9.0, w: 0.80, x: 1e5, y: 0x10 }\n", "serve --v 9.0 --w 0.80 --x 1e5 --y 0x10")]
    [InlineData("let: { half: '${isl // 2}', more: '${half + 1}' }\nargs: { a: '${more}' }\n", "serve --a 513")]
    public void Arguments_are_written_as_the_engine_reads_them(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Samples.Words(Samples.Plan(Samples.Head + text).Workers[0])));

    [Fact]
    public void A_variable_has_the_very_text_that_was_written()
    {
        WorkerPlan worker = Samples.Plan(Samples.Head + "env: { A: 9.0, B: True, C: '${tp * 2}', D: { from: host } }\n").Workers[0];
        Assert.Equal([("A", "9.0"), ("B", "True"), ("C", "2"), ("D", null)], worker.Environment.Select(variable => (variable.Name, variable.Value)));
    }

    [Fact]
    public void The_more_special_wins()
    {
        const string text = Samples.Head + """
            router: { protocol: sglang }
            args: { a: common, b: common, c: common, d: common }
            when: { always: { if: true, args: { b: when, c: when, d: when } } }
            roles:
              prefill:
                args: { c: role, d: role }
                when: { always: { if: '${role == "prefill"}', args: { d: role-when } } }
              decode: {}

            """;
        LaunchPlan plan = Samples.Plan(text, new PlanRequest { Set = ["roles.decode.args.d=set", "args.a=set"] });
        Assert.Equal("serve --a set --b when --c role --d role-when", string.Join(' ', Samples.Words(plan.Workers[0])));
        Assert.Equal("serve --a set --b when --c when --d set", string.Join(' ', Samples.Words(plan.Workers[1])));
        Assert.Equal("--set roles.decode.args.d=set", plan.Workers[1].Command[^1].Origin);
    }

    [Fact]
    public void Options_are_chosen_and_checked()
    {
        const string text = Samples.Head + """
            options: { mtp: false, n: 3, how: { default: a, choices: [a, b] } }
            args: { mtp: '${mtp}', n: '${n + 1}', how: '${how}' }

            """;
        Assert.Equal("serve --n 4 --how a", string.Join(' ', Samples.Words(Samples.Plan(text).Workers[0])));
        Assert.Equal("serve --mtp --n 6 --how b", string.Join(' ', Samples.Words(Samples.Plan(text, new PlanRequest { Set = ["mtp=true", "n=5", "how=b"] }).Workers[0])));
        Assert.Equal("--set mtp=yes: found 'yes'; accepted: true or false", Refused("mtp=yes"));
        Assert.Equal("--set n=x: found 'x'; accepted: a whole number", Refused("n=x"));
        Assert.Equal("--set how=c: unknown choice 'c'; accepted: a, b", Refused("how=c"));
        Assert.Equal("--set mtpp=true: unknown option 'mtpp'; did you mean 'mtp'? accepted: mtp, n, how; or args.FLAG, env.NAME, roles.ROLE.args.FLAG, roles.ROLE.env.NAME", Refused("mtpp=true"));
        Assert.Equal("--set mtp: found no '='; accepted: KEY=VALUE", Refused("mtp"));
        Assert.Equal("--set n=99999999999999999999: found '99999999999999999999'; accepted: a whole number of 64 bits, up to 9223372036854775807", Refused("n=99999999999999999999"));
        Assert.Equal("--set env.A B=…: 'A B': this is no name of an environment variable; accepted: letters, digits and _", Refused("env.A B=1"));
        Assert.Equal("--set env.A B: 'A B': this is no name of an environment variable; accepted: letters, digits and _", Refused("env.A B"));
        Assert.Equal("--set args.a b=…: 'a b': this is no name of a flag; accepted: a name without blanks, such as max-num-seqs", Refused("args.a b=1"));
        Assert.Equal("--set args.a…: holds a line break or another control character; accepted: one line", Refused("args.a=x\ny"));

        string Refused(string set) => Assert.Throws<ArgumentException>(() => Samples.Plan(text, new PlanRequest { Set = [set] })).Message;
    }

    [Fact]
    public void A_structured_file_is_written_as_yaml()
    {
        const string text = Samples.Head + """
            files:
              extra.yml:
                on: ${tp > 1}
                n: ${tp * 4}
                f: 0.80
                nothing: null
                text: 'it''s "so"'
                yes_text: 'yes'
                list: [1, a, '${tp}']
                deep: { inner: { x: '${files}/y' } }
                empty: {}
              plain.txt: |
                tp is ${tp}

            """;
        WorkerPlan worker = Samples.Plan(text).Workers[0];
        Assert.Equal("""
            "on": false
            "n": 4
            f: 0.80
            nothing: null
            text: "it's \"so\""
            yes_text: "yes"
            list: [1, a, 1]
            deep:
              inner:
                x: "%{files}/y"
            empty: {}

            """, worker.Files[0].Content);
        Assert.Equal(("plain.txt", "tp is 1\n", "e/r.yaml:18"), (worker.Files[1].Name, worker.Files[1].Content, worker.Files[1].Origin));
    }

    [Theory]
    [InlineData("args:\n  x: ab${tpp}\n", "e/r.yaml:8:10: args.x: unknown name 'tpp'; did you mean 'tp'?")]
    [InlineData("args:\n  x: '${tp // 0}'\n", "e/r.yaml:8:12: args.x: '//' divides 1 by zero")]
    [InlineData("gpus: -1\n", "e/r.yaml:7:7: gpus: found the whole number -1; accepted: a whole number from 0 to 2147483647")]
    [InlineData("gpus: 1e400\n", "e/r.yaml:7:7: gpus: found the number 1e400; accepted: a whole number from 0 to 2147483647")]
    [InlineData("ports: { a: 2147483647 }\n", "e/r.yaml:7:13: ports.a: found the whole number 2147483647; accepted: a whole number from 1 to 65535")]
    [InlineData("options: { i: '-x' }\nimage: ${i}\n", "e/r.yaml:8:8: image: found the text '-x'; accepted: an image's name")]
    [InlineData("when:\n  a: { if: '${tp}' }\n", "e/r.yaml:8:12: when.a.if: found the whole number 1; accepted: true or false, such as a comparison")]
    [InlineData("let: { tp: 3 }\n", "e/r.yaml:7:8: let.tp: the name has a meaning already; accepted: another name")]
    public void What_has_no_value_is_said_with_file_line_and_column(string text, string problem) =>
        Assert.StartsWith(problem, Assert.Single(Samples.Problems(() => Samples.Plan(Samples.Head + text))), StringComparison.Ordinal);
}
