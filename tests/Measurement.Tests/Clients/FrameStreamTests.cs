using System.Buffers.Binary;
using LoadGen.Measurement.Clients.Wire;

namespace LoadGen.Measurement.Tests.Clients;

public class FrameStreamTests
{
    [Fact]
    public async Task Messages_come_one_by_one_as_they_were_written()
    {
        var bytes = new MemoryStream();
        using var frames = new FrameStream(bytes);
        frames.Write(FrameKind.Hello, [1, 2, 3]);
        frames.Write(FrameKind.Stop, []);
        frames.Write(FrameKind.Batch, new byte[100_000]);
        bytes.Position = 0;

        Frame first = (await ReadAsync(frames))!;
        Assert.Equal((FrameKind.Hello, 3), (first.Kind, first.Content.Length));
        Assert.Equal([1, 2, 3], first.Content);
        Assert.Empty((await ReadAsync(frames))!.Content);
        Assert.Equal(100_000, (await ReadAsync(frames))!.Content.Length);
        Assert.Null(await ReadAsync(frames));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_message_that_breaks_off_is_an_error(int length)
    {
        var whole = new MemoryStream();
        using (var frames = new FrameStream(whole))
        {
            frames.Write(FrameKind.Hello, [1, 2, 3]);
        }

        using var cut = new FrameStream(new MemoryStream(whole.ToArray()[..length]));
        await Assert.ThrowsAsync<WireException>(() => ReadAsync(cut));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task A_length_that_no_message_has_is_refused_before_memory_is_taken(int length)
    {
        byte[] header = new byte[5];
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        using var frames = new FrameStream(new MemoryStream(header));
        await Assert.ThrowsAsync<WireException>(() => ReadAsync(frames));
    }

    private static Task<Frame?> ReadAsync(FrameStream frames) => frames.ReadAsync(TestContext.Current.CancellationToken);
}
