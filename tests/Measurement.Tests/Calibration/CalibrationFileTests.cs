using System.Text.Json.Nodes;
using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Tests.Support;

namespace LoadGen.Measurement.Tests.Calibration;

public sealed class CalibrationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.Of("calibration.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_again()
    {
        var file = new CalibrationFile(Path.Combine(_folder.Path, "new", "folder", "calibration.json"), Levels.Calibration);
        file.Write();
        CalibrationFile read = CalibrationFile.Read(file.Path);
        Assert.Equivalent(Levels.Calibration, read.Document, strict: true);
        Assert.Equal(["calibration.json"], Directory.GetFiles(Path.GetDirectoryName(file.Path)!).Select(Path.GetFileName));
    }

    [Fact]
    public void An_earlier_calibration_is_replaced_and_one_without_a_limit_is_whole()
    {
        Written(_ => { });
        new CalibrationFile(FilePath, Levels.Calibration with { Limit = null }).Write();
        Assert.Null(CalibrationFile.Read(FilePath).Document.Limit);
    }

    [Fact]
    public void Verdicts_and_keys_are_written_in_snake_case()
    {
        JsonObject json = Written(_ => { });
        Assert.Equal("server_bound", Written(new CalibrationFile(FilePath, Levels.Calibration with { Levels = [Levels.At(1, LevelVerdict.ServerBound)] }))["levels"]![0]!["verdict"]!.GetValue<string>());
        Assert.Equal("loadgen.calibration", json["schema"]!.GetValue<string>());
        Assert.NotNull(json["limit"]!["is_lower_bound"]);
    }

    [Theory]
    [InlineData("", "is not a whole calibration")]
    [InlineData("{\"schema\": \"loadgen.cali", "is not a whole calibration")]
    [InlineData("[]", "is no calibration: its schema is not 'loadgen.calibration'")]
    [InlineData("{}", "is no calibration")]
    [InlineData("{\"schema\": 1}", "is no calibration")]
    [InlineData("{\"schema\": \"loadgen.result\", \"schema_version\": 1}", "is no calibration")]
    [InlineData("{\"schema\": \"loadgen.calibration\"}", "has a schema_version other than 1")]
    [InlineData("{\"schema\": \"loadgen.calibration\", \"schema_version\": 2}", "has a schema_version other than 1")]
    [InlineData("{\"schema\": \"loadgen.calibration\", \"schema_version\": \"1\"}", "has a schema_version other than 1")]
    [InlineData("{\"schema\": \"loadgen.calibration\", \"schema_version\": 1}", "is not a whole calibration")]
    public void A_broken_file_is_told_in_one_line_with_its_name(string text, string message)
    {
        File.WriteAllText(FilePath, text);
        AssertBroken(message);
    }

    [Theory]
    [InlineData("host")]
    [InlineData("levels")]
    [InlineData("tool")]
    public void A_key_that_is_missing_or_null_is_an_error(string key)
    {
        Written(json => json.Remove(key));
        AssertBroken(key);
        Written(json => json[key] = null);
        AssertBroken("is not a whole calibration");
    }

    [Fact]
    public void A_part_of_the_limit_that_is_missing_is_an_error()
    {
        Written(json => json["limit"]!.AsObject().Remove("tokens_per_s"));
        AssertBroken("tokens_per_s");
    }

    [Fact]
    public void Keys_of_later_versions_are_passed_over()
    {
        Written(json => json["new_key"] = 1);
        Assert.Equal(125, CalibrationFile.Read(FilePath).Document.Limit!.Streams);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => AssertBroken("does not exist");

    [Fact]
    public void A_file_that_cannot_be_written_is_named_and_leaves_nothing()
    {
        File.WriteAllText(_folder.Of("occupied"), "");
        var file = new CalibrationFile(Path.Combine(_folder.Of("occupied"), "calibration.json"), Levels.Calibration);
        Assert.Contains("cannot be written", Assert.Throws<CalibrationException>(file.Write).Message, StringComparison.Ordinal);

        Directory.CreateDirectory(_folder.Of("folder"));
        Assert.Throws<CalibrationException>(new CalibrationFile(_folder.Of("folder"), Levels.Calibration).Write);
        Assert.Equal([_folder.Of("occupied")], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("/state", "/state/loadgen/calibration.json")]
    [InlineData("relative", "/h/.local/state/loadgen/calibration.json")]
    [InlineData("", "/h/.local/state/loadgen/calibration.json")]
    [InlineData(null, "/h/.local/state/loadgen/calibration.json")]
    public void The_default_follows_the_XDG_specification(string? stateHome, string path) =>
        Assert.Equal(path, CalibrationFile.DefaultPath(stateHome, "/h"));

    private JsonObject Written(Action<JsonObject> change)
    {
        JsonObject json = Written(new CalibrationFile(FilePath, Levels.Calibration));
        change(json);
        File.WriteAllText(FilePath, json.ToJsonString());
        return json;
    }

    private static JsonObject Written(CalibrationFile file)
    {
        file.Write();
        return JsonNode.Parse(File.ReadAllText(file.Path))!.AsObject();
    }

    private void AssertBroken(string message)
    {
        string told = Assert.Throws<CalibrationException>(() => CalibrationFile.Read(FilePath)).Message;
        Assert.StartsWith(FilePath, told, StringComparison.Ordinal);
        Assert.Contains(message, told, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told);
    }
}
