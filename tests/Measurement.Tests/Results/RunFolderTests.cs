using System.Text;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Tests.Support;

namespace LoadGen.Measurement.Tests.Results;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void It_is_created_with_its_parents()
    {
        using RunFolder folder = RunFolder.Open(_temporary.Of("a/b"), overwrite: false);
        Assert.Equal(_temporary.Of("a/b"), folder.Path);
        Assert.True(Directory.Exists(folder.Path));
    }

    [Fact]
    public void A_folder_that_stayed_empty_goes_again()
    {
        RunFolder.Open(_temporary.Of("new"), overwrite: false).Dispose();
        Assert.False(Directory.Exists(_temporary.Of("new")));
    }

    [Fact]
    public void An_empty_folder_of_the_users_stays()
    {
        Directory.CreateDirectory(_temporary.Of("theirs"));
        RunFolder.Open(_temporary.Of("theirs"), overwrite: false).Dispose();
        Assert.True(Directory.Exists(_temporary.Of("theirs")));
    }

    [Theory]
    [InlineData("result.json")]
    [InlineData("records.jsonl")]
    [InlineData("inferencex.json")]
    [InlineData("ttft.hlog")]
    [InlineData("itl.hlog")]
    [InlineData("tpot.hlog")]
    [InlineData("e2e.hlog")]
    public void An_earlier_run_is_refused_and_left_alone(string file)
    {
        File.WriteAllText(_temporary.Of(file), "earlier");
        var e = Assert.Throws<RunFolderException>(() => RunFolder.Open(_temporary.Path, overwrite: false));

        Assert.Contains(file, e.Message, StringComparison.Ordinal);
        Assert.Contains("--overwrite", e.Message, StringComparison.Ordinal);
        Assert.Equal("earlier", File.ReadAllText(_temporary.Of(file)));
    }

    [Fact]
    public void Overwriting_removes_the_runs_files_and_nothing_else()
    {
        File.WriteAllText(_temporary.Of("result.json"), "earlier");
        File.WriteAllText(_temporary.Of("e2e.hlog"), "earlier");
        File.WriteAllText(_temporary.Of("notes.txt"), "mine");
        using (RunFolder.Open(_temporary.Path, overwrite: true))
        {
            Assert.False(File.Exists(_temporary.Of("result.json")) || File.Exists(_temporary.Of("e2e.hlog")));
        }

        Assert.Equal(["notes.txt"], Directory.GetFileSystemEntries(_temporary.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_that_names_the_option()
    {
        File.WriteAllText(_temporary.Of("file"), "");
        var e = Assert.Throws<RunFolderException>(() => RunFolder.Open(_temporary.Of("file/below"), overwrite: false));

        Assert.StartsWith("--output " + _temporary.Of("file/below"), e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Room_is_reserved_until_the_documents_are_written()
    {
        using RunFolder folder = RunFolder.Open(_temporary.Path, overwrite: false);
        Assert.Equal(4 << 20, new FileInfo(_temporary.Of(".reserve")).Length);

        folder.ReleaseReserve();
        Assert.Empty(Directory.GetFileSystemEntries(_temporary.Path));
    }

    [Fact]
    public void A_document_appears_whole_or_not_at_all()
    {
        using RunFolder folder = RunFolder.Open(_temporary.Path, overwrite: false);
        Assert.Throws<IOException>(() => folder.WriteDocument("result.json", stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        }));
        folder.ReleaseReserve();
        Assert.Empty(Directory.GetFileSystemEntries(_temporary.Path));

        folder.WriteDocument("result.json", stream => stream.Write(Encoding.UTF8.GetBytes("{}")));
        Assert.Equal(["result.json"], Directory.GetFileSystemEntries(_temporary.Path).Select(Path.GetFileName));
        Assert.Equal("{}", File.ReadAllText(_temporary.Of("result.json")));
    }

    [Theory]
    [InlineData("No space left on device : '/a/b'", "no space left on the disk")]
    [InlineData("There is not enough disk space", "no space left on the disk")]
    [InlineData("Broken : '/secret/path'", "Broken")]
    [InlineData("two\nlines", "two lines")]
    public void A_failure_is_worded_in_one_line_without_its_path(string message, string reason) =>
        Assert.Equal(reason, RunFolder.Reason(new IOException(message)));

    [Fact]
    public void Permissions_and_error_numbers_are_worded_too()
    {
        Assert.Equal("permission denied", RunFolder.Reason(new UnauthorizedAccessException("x")));
        Assert.Equal("no space left on the disk", RunFolder.Reason(new IOException("x", 28)));
    }
}
