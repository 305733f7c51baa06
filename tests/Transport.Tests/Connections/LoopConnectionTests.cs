using System.Buffers;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

/// <summary>A plain connection of a loop, told by its socket at a moment of the test's choice.</summary>
public class LoopConnectionTests : LoopTests
{
    // A server that refuses a long request answers and resets while the request is still being sent.
    [Fact]
    public async Task What_came_before_a_failure_is_read_before_it()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        using LoopConnection connection = Connect(pair);
        var receiver = (ISocketReceiver)connection;
        receiver.OnData("413"u8.ToArray(), 7);
        receiver.OnFailure(104);
        StampedRead read = await connection.ReadAsync();
        Assert.Equal("413", Wire.Text(read.Buffer.ToArray()));
        Assert.Equal(7, read.StampNs);
        Assert.False(read.IsEnd);
        connection.AdvanceTo(read.Buffer.End);
        await AssertFailsAsync(connection, TransportError.ConnectionReset);
        await AssertFailsAsync(connection, TransportError.ConnectionReset);
        Assert.True(connection.IsStale);
    }

    [Fact]
    public async Task A_failure_ends_a_read_that_waits_though_bytes_are_left_unconsumed()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        using LoopConnection connection = Connect(pair);
        var receiver = (ISocketReceiver)connection;
        receiver.OnData("ab"u8.ToArray(), 7);
        connection.AdvanceTo((await connection.ReadAsync()).Buffer.Start);
        Task<StampedRead> waiting = connection.ReadAsync().AsTask();
        receiver.OnFailure(104);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => waiting);
        Assert.Equal(TransportError.ConnectionReset, failure.Error);
    }

    [Fact]
    public async Task Closed_by_this_side_it_says_so_whatever_else_has_happened()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        LoopConnection connection = Connect(pair);
        var receiver = (ISocketReceiver)connection;
        receiver.OnData("ab"u8.ToArray(), 7);
        receiver.OnFailure(104);
        connection.Dispose();
        await AssertFailsAsync(connection, TransportError.Aborted);
    }

    [Fact]
    public async Task An_abort_from_another_thread_ends_a_read_that_waits()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        LoopConnection connection = Connect(pair);
        Task<StampedRead> waiting = connection.ReadAsync().AsTask();
        await Task.Run(connection.Abort);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => waiting);
        Assert.Equal(TransportError.Aborted, failure.Error);
    }

    private LoopConnection Connect(SocketPair pair) =>
        new(Loop, pair.Mine, PipedConnection.BufferOptions(TransportOptions.Default), "peer:1");

    private static async Task AssertFailsAsync(LoopConnection connection, TransportError error)
    {
        TransportException failure = await Assert.ThrowsAsync<TransportException>(async () => await connection.ReadAsync());
        Assert.Equal(error, failure.Error);
    }
}
