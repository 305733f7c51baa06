using System.Text;

namespace LoadGen.Configuration.Tests;

public sealed class FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadgen-yaml").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_read_with_or_without_a_byte_order_mark()
    {
        foreach (bool mark in (bool[])[false, true])
        {
            string path = Write(new UTF8Encoding(mark).GetPreamble().Concat("name: Zoë\n"u8.ToArray()).ToArray());
            Assert.Equal("Zoë", YamlFile.Read(path, House.Schema).Value.Name);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_one_clear_line()
    {
        string path = Path.Combine(_folder, "none.yaml");
        Assert.Equal($"{path}:1:1: the file does not exist", ReadProblem(path));
    }

    [Fact]
    public void A_folder_is_no_file() => Assert.Contains("cannot be read", ReadProblem(_folder), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        Assert.EndsWith("the file is not UTF-8 text", ReadProblem(Write([.. "name: "u8, 0xFF, 0xFE])), StringComparison.Ordinal);

    private static string ReadProblem(string path) =>
        Assert.Throws<ConfigurationException>(() => YamlFile.Read(path, House.Schema)).Message;

    private string Write(byte[] bytes)
    {
        string path = Path.Combine(_folder, "house.yaml");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
