using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

/// <summary>
/// Bytes that are lent to a read where they lie, bytes that go through the pipe, and any mixture of the two are one stream to the
/// reader.
/// </summary>
public class LendingTests
{
    [Fact]
    public void Any_cut_of_a_stream_read_and_consumed_in_any_way_is_the_stream()
    {
        Gen<Piece> pieces =
            from bytes in Gen.Choose(1, 300)
            from way in Gen.Elements(Enum.GetValues<Way>())
            from consumed in Gen.Choose(0, 100)
            from readsOn in Gen.Elements(true, false)
            select new Piece(bytes, way, consumed, readsOn);
        Prop.ForAll(pieces.ListOf().ToArbitrary(), list => Check([.. list])).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_left_of_lent_bytes_outlives_the_memory_they_lay_in()
    {
        using var wire = new ScriptedConnection();
        List<byte> sent = [.. "abcd"u8];
        var reader = new Reader(wire, sent);
        byte[] memory = [.. sent];
        reader.Consume(percent: 50, readsOn: true);
        reader.Read();
        wire.Deliver(memory);
        memory.AsSpan().Fill((byte)'!');
        sent.AddRange("ef"u8);
        wire.Deliver("ef"u8.ToArray());
        wire.End();
        Assert.Equal(["abcd", "cdef", "ef"], reader.Seen);
    }

    [Fact]
    public void A_reader_that_waits_for_something_else_before_it_advances_is_told()
    {
        using var wire = new ScriptedConnection();
        var gate = new TaskCompletionSource();
        Task reading = ReadThenWaitAsync();
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => wire.Deliver("abc"u8.ToArray()));
        Assert.Contains("AdvanceTo", failure.Message, StringComparison.Ordinal);
        Assert.False(reading.IsCompleted);

        async Task ReadThenWaitAsync()
        {
            StampedRead read = await wire.ReadAsync().ConfigureAwait(false);
            await gate.Task;
            wire.AdvanceTo(read.Buffer.End);
        }
    }

    [Fact]
    public async Task A_reader_may_wait_before_it_advances_over_bytes_that_were_not_lent()
    {
        using var wire = new ScriptedConnection();
        wire.Deliver("abc"u8.ToArray());
        StampedRead first = await wire.ReadAsync();
        await Task.Yield();
        wire.Deliver("def"u8.ToArray());
        Assert.Equal("abc", Wire.Text(first.Buffer.ToArray()));
        wire.AdvanceTo(first.Buffer.GetPosition(1));
        StampedRead second = await wire.ReadAsync();
        Assert.Equal("bcdef", Wire.Text(second.Buffer.ToArray()));
        wire.AdvanceTo(second.Buffer.End);
    }

    private static void Check(Piece[] pieces)
    {
        using var wire = new ScriptedConnection();
        var sent = new List<byte>();
        var reader = new Reader(wire, sent);
        foreach (Piece piece in pieces)
        {
            byte[] bytes = [.. Enumerable.Range(sent.Count, piece.Bytes).Select(i => (byte)(i % 251))];
            reader.Consume(piece.Percent, piece.ReadsOn);
            if (piece.Way != Way.NobodyReads)
            {
                reader.Read();
            }

            sent.AddRange(bytes);
            if (piece.Way == Way.ReadInPlace)
            {
                wire.Push(bytes);
            }
            else
            {
                wire.Deliver(bytes);
            }

            // The memory of a read is the next read's.
            Array.Clear(bytes);
        }

        reader.Consume(100, readsOn: true);
        wire.End();
        reader.Read();
        Assert.True(reader.HasEnded);
        Assert.True(CollectionsMarshal.AsSpan(sent).SequenceEqual(CollectionsMarshal.AsSpan(reader.Consumed)));
    }

    /// <summary>How bytes come: while a read waits they are lent, or written into the pipe's own memory; otherwise they are copied there.</summary>
    private enum Way
    {
        Lent,
        ReadInPlace,
        NobodyReads,
    }

    private sealed record Piece(int Bytes, Way Way, int Percent, bool ReadsOn);

    /// <summary>Reads as the parser does: inside the receive, and perhaps on at once.</summary>
    private sealed class Reader(ScriptedConnection wire, List<byte> sent)
    {
        private ConfiguredValueTaskAwaitable<StampedRead>.ConfiguredValueTaskAwaiter _read;
        private int _percent;
        private bool _readsOn;
        private bool _isWaiting;

        public List<byte> Consumed { get; } = [];

        public List<string> Seen { get; } = [];

        public bool HasEnded { get; private set; }

        public void Consume(int percent, bool readsOn) => (_percent, _readsOn) = (percent, readsOn);

        public void Read()
        {
            while (!_isWaiting && !HasEnded)
            {
                ValueTask<StampedRead> read = wire.ReadAsync();
                _read = read.ConfigureAwait(false).GetAwaiter();
                if (!_read.IsCompleted)
                {
                    _isWaiting = true;
                    _read.UnsafeOnCompleted(OnRead);
                    return;
                }

                Take();
            }
        }

        private void OnRead()
        {
            _isWaiting = false;
            Take();
            if (_readsOn)
            {
                Read();
            }
        }

        private void Take()
        {
            StampedRead read = _read.GetResult();
            byte[] bytes = read.Buffer.ToArray();
            Seen.Add(Wire.Text(bytes));
            Assert.True(bytes.Length > 0 || read.IsEnd);

            // Everything that was received and not yet consumed, and nothing else.
            Assert.True(CollectionsMarshal.AsSpan(sent)[Consumed.Count..].SequenceEqual(bytes));

            int count = bytes.Length * _percent / 100;
            Consumed.AddRange(bytes.AsSpan(0, count));
            HasEnded = read.IsEnd;
            wire.AdvanceTo(read.Buffer.GetPosition(count));
        }
    }
}
