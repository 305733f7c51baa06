using LoadGen.Launching.Explaining;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Tests.Explaining;

public class DryRunTests
{
    private const string Recipe = Samples.Head + """
        image: img:1
        env: { A: two words, HF_TOKEN: { from: host } }
        args: { j: '{"a":1}', c: '${files}/x.yml' }
        files: { x.yml: { a: 1 } }

        """;

    [Fact]
    public void A_dry_run_can_be_pasted_and_never_has_a_secret()
    {
        Environment.SetEnvironmentVariable("HF_TOKEN", "hf_verysecret");
        string text = Write(writer => DryRun.Write(writer, Samples.Plan(Recipe)));
        Assert.EndsWith("""
            # HF_TOKEN from the launcher's environment
            # file %{files}/x.yml
            #   a: 1
            env 'A=two words' serve --j '{"a":1}' --c '%{files}/x.yml'

            """, text, StringComparison.Ordinal);
        Assert.DoesNotContain("verysecret", text + Write(writer => Explain.Write(writer, Samples.Plan(Recipe))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_executors_own_words_take_the_place_of_the_bare_command() =>
        Assert.EndsWith("docker run 'a b'\n", Write(writer => DryRun.Write(writer, Samples.Plan(Recipe), _ => [["docker", "run", "a b"]])), StringComparison.Ordinal);

    [Fact]
    public void The_router_is_named_or_written_as_the_unit_that_is_made_of_it()
    {
        const string pair = Samples.Head + "router: { protocol: sglang }\nroles: { prefill: {}, decode: { count: 2 } }\n";
        LaunchPlan plan = Samples.Plan(pair);
        Assert.EndsWith("\n# router: node 0, port 8000, protocol sglang, prefill-0 to decode-0, decode-1\n", Write(writer => DryRun.Write(writer, plan)), StringComparison.Ordinal);
        var unit = new WorkerPlan { Name = "router", Role = LaunchRole.Frontend, Command = [new PlanText("loadgen", ""), new PlanText("route", "")], Port = 8000 };
        Assert.EndsWith("\n# router: node 0, no GPU, port 8000\nloadgen route\n", Write(writer => DryRun.Write(writer, plan, routerUnit: unit)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_part_is_explained_by_its_origin()
    {
        LaunchPlan plan = Samples.Plan(Recipe, new PlanRequest { Set = ["args.late=1"], Image = "mine", ModelPath = "/m" });
        string[] lines = Write(writer => Explain.Write(writer, plan)).Split('\n');
        string[] origins = [.. lines.Skip(3).Where(line => line.Length > 0 && !line.Contains(" container ", StringComparison.Ordinal)).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Equal(
            [
                "image mine --image", "mount /m --model-path", "A='two words' e/r.yaml:8", "HF_TOKEN from the launcher's environment e/r.yaml:8", "file x.yml e/r.yaml:10",
                "serve e/r.yaml:6", "--j e/r.yaml:9", "'{\"a\":1}' e/r.yaml:9", "--c e/r.yaml:9", "'%{files}/x.yml' e/r.yaml:9", "--late --set args.late=1", "1 --set args.late=1",
            ],
            origins);
    }

    private static string Write(Action<TextWriter> write)
    {
        var writer = new StringWriter();
        write(writer);
        return writer.ToString();
    }
}
