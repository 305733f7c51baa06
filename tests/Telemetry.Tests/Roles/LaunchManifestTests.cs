using System.Text;
using LoadGen.Telemetry.Roles;
using LoadGen.Telemetry.Tests.Support;

namespace LoadGen.Telemetry.Tests.Roles;

public class LaunchManifestTests
{
    [Fact]
    public void GPUs_are_gathered_by_role_and_workers_without_any_are_left_out()
    {
        IReadOnlyList<GpuRole> roles = Parse("""
            {"image": "x", "workers": [
              {"name": "prefill-0", "role": "prefill", "node": "localhost", "gpus": [1, 0]},
              {"name": "prefill-1", "role": "prefill", "node": "localhost", "gpus": [2]},
              {"name": "decode-0", "role": "decode", "node": "localhost", "gpus": [3]},
              {"name": "router", "role": "frontend", "node": "localhost", "gpus": []},
              {"name": "other", "role": "frontend"}]}
            """);

        Assert.Equal(["prefill", "decode"], roles.Select(r => r.Role));
        Assert.Equal([0, 1, 2], roles[0].Gpus);
        Assert.Equal((3, 0), (Assert.Single(roles[1].Gpus), roles[1].Elsewhere));
    }

    [Fact]
    public void Of_several_nodes_only_this_hosts_GPUs_are_read_here()
    {
        IReadOnlyList<GpuRole> roles = Parse("""
            {"workers": [
              {"role": "prefill", "node": "gpu-1.cluster", "gpus": [0, 1]},
              {"role": "decode", "node": "gpu-1", "gpus": [2, 3]},
              {"role": "decode", "node": "gpu-2", "gpus": [0, 1, 2, 3]}]}
            """);

        Assert.Equal([0, 1], roles[0].Gpus);
        Assert.Equal([2, 3], roles[1].Gpus);
        Assert.Equal([0, 4], roles.Select(r => r.Elsewhere));
    }

    [Theory]
    [InlineData("\"node\": 0,")]
    [InlineData("\"node\": null,")]
    [InlineData("\"node\": \"10.0.0.7\",")]
    [InlineData("")]
    public void The_only_node_there_is_is_this_one(string node)
    {
        GpuRole role = Assert.Single(Parse($"{{\"workers\": [{{\"role\": \"engine\", {node} \"gpus\": [4]}}]}}"));
        Assert.Equal((4, 0), (Assert.Single(role.Gpus), role.Elsewhere));
    }

    [Theory]
    [InlineData("{}", "it has no list 'workers'")]
    [InlineData("[]", "it has no list 'workers'")]
    [InlineData("{\"workers\": [{\"gpus\": [0]}]}", "workers[0] has no 'role'")]
    [InlineData("{\"workers\": [7]}", "workers[0] has no 'role'")]
    [InlineData("{\"workers\": [{\"role\": \"engine\", \"gpus\": [\"0\"]}]}", "workers[0].gpus holds what is no index")]
    [InlineData("{\"workers\": [{\"role\": \"engine\", \"gpus\": [-1]}]}", "workers[0].gpus holds what is no index")]
    public void What_is_no_manifest_is_refused_with_its_fault_and_a_fix(string json, string fault)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["manifest.json"], json);
        Assert.Equal(
            $"{folder["manifest.json"]} is no launch manifest: {fault}; 'loadgen launch' writes one into its run folder",
            Assert.Throws<TelemetryException>(() => LaunchManifest.Read(folder["manifest.json"], "gpu-1")).Message);
    }

    [Theory]
    [InlineData("{\"workers\": [{\"role\": \"frontend\"}]}", ": none of the launch's workers has GPUs, so there is no role to sum energy by; leave the manifest out, or name a launch with GPUs")]
    [InlineData("{\n \"workers\": [}", ":2:14: no valid JSON from here on; accepted: the manifest.json that 'loadgen launch' writes into its run folder")]
    public void What_cannot_be_used_is_said_in_the_files_own_words(string json, string fault)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["manifest.json"], json);
        Assert.Equal(folder["manifest.json"] + fault, Assert.Throws<TelemetryException>(() => LaunchManifest.Read(folder["manifest.json"], "gpu-1")).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        using var folder = new TempFolder();
        Assert.StartsWith($"{folder["none.json"]} cannot be read", Assert.Throws<TelemetryException>(() => LaunchManifest.Read(folder["none.json"], "x")).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<GpuRole> Parse(string json) => LaunchManifest.Parse(Encoding.UTF8.GetBytes(json), "gpu-1");
}
