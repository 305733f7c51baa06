using LoadGen.Launching.Manifests;

namespace LoadGen.Launching.Tests.Manifests;

public class ManifestFileTests
{
    [Fact]
    public void What_is_written_is_read_again_and_leaves_no_other_file()
    {
        string folder = Directory.CreateTempSubdirectory("loadgen-manifest-").FullName;
        try
        {
            var manifest = new LaunchManifest
            {
                Launch = "0badcafe", State = LaunchState.Ready, Recipe = "r", Engine = "e", Sku = "h200", Model = "m", Precision = "fp8", Executor = "docker",
                Host = "h", BootId = "b", Launcher = new ManifestProcess(1, 2),
                Workers = [new ManifestWorker { Name = "prefill-0", Role = "prefill", Node = "gpu1", Gpus = [0, 1] }],
            };
            ManifestFile.Write(folder, manifest);
            string text = File.ReadAllText(Path.Combine(folder, "manifest.json"));
            Assert.Contains("\"state\": \"ready\"", text, StringComparison.Ordinal);
            Assert.Contains("\"start_ticks\": 2", text, StringComparison.Ordinal);
            LaunchManifest read = ManifestFile.Read(folder);
            Assert.Equal(("0badcafe", LaunchState.Ready, new ManifestProcess(1, 2)), (read.Launch, read.State, read.Launcher));
            Assert.Equal(("prefill", "gpu1"), (read.Workers[0].Role, read.Workers[0].Node));
            Assert.Equal([0, 1], read.Workers[0].Gpus);
            Assert.Single(Directory.EnumerateFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_folder_without_one_is_named()
    {
        string folder = Directory.CreateTempSubdirectory("loadgen-manifest-").FullName;
        try
        {
            Assert.Equal(
                $"{folder}/manifest.json does not exist: name the folder that loadgen launch wrote to (--output)",
                Assert.Throws<LaunchException>(() => ManifestFile.Read(folder)).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("{", ":1:2: no valid JSON from here on")]
    [InlineData("{\n  \"launch\": \"x\",\n  oops\n}", ":3:3: no valid JSON from here on")]
    [InlineData("null", ":1:1: found null instead of a manifest")]
    [InlineData("[]", ":1:2: no manifest of a launch: a mapping is missing")]
    [InlineData("{\"launch\": \"x\"}", ":1:16: no manifest of a launch: the keys recipe, engine, sku, model, precision, executor, host, boot_id, launcher are missing")]
    [InlineData("{\n  \"launch\": 3}", ":2:14: no manifest of a launch: 'launch' has another kind of value, or lacks keys")]
    [InlineData("{\n\"workers\": [{\"role\": \"e\"}]}", ":2:26: no manifest of a launch: 'workers[0]' has another kind of value, or lacks keys")]
    public void One_that_is_broken_is_described_in_its_own_words(string text, string fault)
    {
        string folder = Directory.CreateTempSubdirectory("loadgen-manifest-").FullName;
        try
        {
            string path = Path.Combine(folder, "manifest.json");
            File.WriteAllText(path, text);
            Assert.Equal($"{path}{fault}; accepted: the manifest.json that loadgen launch wrote", Assert.Throws<LaunchException>(() => ManifestFile.Read(folder)).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
