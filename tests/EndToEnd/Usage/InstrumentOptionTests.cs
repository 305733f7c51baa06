using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary>What cannot be meant by the options of the instrument itself: one line that says so, exit 2, and nothing done.</summary>
public sealed class InstrumentOptionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--loops: '0' is not a whole number from 1 to 1024", "--loops", "0")]
    [InlineData("--loops: '-1' is not a whole number from 1 to 1024", "--loops=-1")]
    [InlineData("--loops: '1025' is not a whole number from 1 to 1024", "--loops", "1025")]
    [InlineData("--loops: 'abc' is not a whole number from 1 to 1024", "--loops", "abc")]
    [InlineData("--loops: '1.5' is not a whole number from 1 to 1024", "--loops", "1.5")]
    [InlineData("--clock: 'wall' is not one of auto, kernel, user", "--clock", "wall")]
    [InlineData("--clock: 'Kernel' is not one of auto, kernel, user", "--clock", "Kernel")]
    public async Task Is_refused_in_one_line(string message, params string[] options)
    {
        (await Loadgen.RunAsync(Bench.Quick("http://127.0.0.1:1", _folder["run"], options))).RefusesUsage("bench", message);
        Assert.False(Directory.Exists(_folder["run"]));
    }
}
