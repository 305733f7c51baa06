using LoadGen.Transport.Connections;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

/// <summary>The way of a token from the kernel: a read of a warm connection allocates nothing on the loop's thread.</summary>
public class ReadAllocationTests : LoopTests
{
    private const int Reads = 10_000;

    // As in Allocated: a collection that another test causes spoils a round, never all of them.
    private const int Rounds = 5;

    private static readonly byte[] Token = "data: {\"choices\":[{\"text\":\" token\"}]}\n\n"u8.ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ten_thousand_reads_of_a_warm_connection_allocate_nothing(bool isCut)
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        using var connection = new LoopConnection(Loop, pair.Mine, PipedConnection.BufferOptions(TransportOptions.Default), "peer:1");
        long received = 0;
        long least = long.MaxValue;

        // All of it is one asynchronous method, so that what a method allocates when it first waits is not counted for each round.
        await ReadAsync();
        Assert.Equal(0, least);
        Assert.True(received >= Reads * Token.Length);

        async Task ReadAsync()
        {
            for (int round = -1; round < Rounds && least > 0; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < Reads; i++)
                {
                    ValueTask<StampedRead> waiting = connection.ReadAsync();
                    pair.Peer.Send(Token);
                    StampedRead read = await waiting.ConfigureAwait(false);

                    // A cut event leaves a few bytes behind, which the next read gets again in front of its own.
                    long kept = isCut && read.Buffer.Length <= Token.Length ? 5 : 0;
                    received += read.Buffer.Length - kept;
                    connection.AdvanceTo(read.Buffer.GetPosition(read.Buffer.Length - kept));
                }

                // The first round warms up.
                if (round >= 0)
                {
                    least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
                }
            }
        }
    }
}
