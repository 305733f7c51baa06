using System.Text.Json;
using System.Threading.Channels;

namespace LoadGen.Launching.Supervising;

/// <summary>
/// One engine's keeper, a process of its own between launcher and engine. It starts the engine, watches every process that comes of it,
/// and ends them all when it is told to or when its input ends: then the launcher is gone, however that came about.
/// </summary>
/// <param name="table">The host's processes.</param>
/// <param name="children">Starts and reaps.</param>
/// <param name="self">This process's pid.</param>
/// <param name="time">The clock.</param>
public sealed class Supervisor(IProcessTable table, IChildren children, int self, TimeProvider time)
{
    // Known processes are looked at this often; all of the host's processes every so many times, for that costs milliseconds on a large host.
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(200);
    private const int PeriodsPerScan = 5;

    private readonly EngineWatch _watch = new(table, children, self, time);
    private readonly Ending _ending = new(table, children, self, time);
    private readonly List<IReadOnlyList<string>> _added = [];

    /// <summary>The input ended with nobody asking for an end: the launcher was killed.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Runs from the order to the engine's end.</summary>
    /// <param name="input">The order, then commands, a line of JSON each.</param>
    /// <param name="output">Takes the events, a line of JSON each.</param>
    /// <param name="stop">Cancelled: end as if the input had ended.</param>
    /// <exception cref="SupervisorException">The first line is no order.</exception>
    public async Task RunAsync(Stream input, Stream output, CancellationToken stop)
    {
        using var reader = new StreamReader(input);
        SupervisorOrder order = ReadOrder(await reader.ReadLineAsync(stop));
        using var atOnce = new CancellationTokenSource();
        var commands = Channel.CreateUnbounded<SupervisorCommand>();
        // Never awaited: it ends with the input, which may be long after the engine.
        _ = ReadCommandsAsync(reader, commands.Writer, atOnce);
        if (Start(order, output))
        {
            await WatchAsync(commands.Reader, output, stop);
        }

        string? left = await _ending.EndProcessesAsync(TimeSpan.FromMilliseconds(order.GraceMs), atOnce.Token);
        Report(output, _watch.TakeDeaths());
        // What was learned of on the way has mostly ended with the processes: that a step is gone is no trouble.
        _ = await _ending.RunAsync(_added, order.Log);
        string? failed = await _ending.RunAsync(order.Teardown, order.Log);
        string? message = left is null || failed is null ? left ?? failed : $"{left}; {failed}";
        Write(output, new SupervisorEvent { Event = SupervisorEvent.Stopped, Message = message });
    }

    private static SupervisorOrder ReadOrder(string? line)
    {
        try
        {
            return JsonSerializer.Deserialize(line ?? "", SupervisorJson.Default.SupervisorOrder)
                ?? throw new SupervisorException("the first line of the input is null instead of an order: `loadgen launch` starts supervisors");
        }
        catch (JsonException e)
        {
            throw new SupervisorException($"the first line of the input is no order ({e.Message}): `loadgen launch` starts supervisors", e);
        }
    }

    private static async Task ReadCommandsAsync(StreamReader reader, ChannelWriter<SupervisorCommand> commands, CancellationTokenSource atOnce)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                if (JsonSerializer.Deserialize(line, SupervisorJson.Default.SupervisorCommand) is { } command)
                {
                    if (command.Do == SupervisorCommand.Kill)
                    {
                        await atOnce.CancelAsync();
                    }

                    commands.TryWrite(command);
                }
            }
        }
        catch (Exception e) when (e is IOException or JsonException or ObjectDisposedException)
        {
            // A line that broke off says the same as the input's end: nobody is there any more.
        }

        commands.Complete();
    }

    private static void Write(Stream output, SupervisorEvent what)
    {
        try
        {
            output.Write([.. JsonSerializer.SerializeToUtf8Bytes(what, SupervisorJson.Default.SupervisorEvent), (byte)'\n']);
            output.Flush();
        }
        catch (IOException)
        {
            // The launcher is gone; its end of the input says so too, and what is left to do needs nobody who listens.
        }
    }

    private static SupervisorEvent About(WatchedProcess process, string what) => new()
    {
        Event = what,
        Pid = process.Identity.Pid,
        StartTicks = process.Identity.StartTicks,
        Command = process.Command,
    };

    private bool Start(SupervisorOrder order, Stream output)
    {
        try
        {
            int pid = children.Start(order.Words, order.Environment, order.Folder, order.Log);
            Write(output, About(_watch.AddRoot(pid, string.Join(' ', order.Words)), SupervisorEvent.Started));
            return true;
        }
        catch (SupervisorException e)
        {
            Write(output, new SupervisorEvent { Event = SupervisorEvent.NotStarted, Message = e.Message });
            return false;
        }
    }

    private async Task WatchAsync(ChannelReader<SupervisorCommand> commands, Stream output, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_period, time);
        Task tick = Task.CompletedTask;
        var wait = new CommandWait(commands);
        for (int period = 0; ;)
        {
            if (tick.IsCompleted)
            {
                if (period++ % PeriodsPerScan == 0)
                {
                    Announce(output, _watch.Scan());
                }

                tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
            }

            Report(output, _watch.TakeDeaths());
            while (commands.TryRead(out SupervisorCommand? command))
            {
                if (!Obey(command, output))
                {
                    return;
                }
            }

            if (commands.Completion.IsCompleted || stop.IsCancellationRequested)
            {
                IsAbandoned = !stop.IsCancellationRequested;
                return;
            }

            await Task.WhenAny(tick, wait.Next());
        }
    }

    private bool Obey(SupervisorCommand command, Stream output)
    {
        switch (command.Do)
        {
            case SupervisorCommand.Ready:
                _watch.MarkReady();
                Write(output, new SupervisorEvent { Event = SupervisorEvent.Noted });
                return true;
            case SupervisorCommand.Watch when command is { Pid: { } pid, StartTicks: { } start }:
                _watch.AddForeign(new ProcessIdentity(pid, start));
                Announce(output, _watch.Scan());
                return true;
            case SupervisorCommand.AddTeardown when command.Words is { Count: > 0 } words:
                _added.Add(words);
                return true;
            default:
                return false;
        }
    }

    private static void Announce(Stream output, IReadOnlyList<WatchedProcess> found)
    {
        foreach (WatchedProcess process in found.Where(process => process.IsOwned))
        {
            Write(output, About(process, SupervisorEvent.Appeared));
        }
    }

    private static void Report(Stream output, IReadOnlyList<ProcessDeath> deaths)
    {
        foreach (ProcessDeath death in deaths)
        {
            Write(output, About(death.Process, SupervisorEvent.Exited) with { Status = death.Status?.Raw, IsFailure = death.IsFailure });
        }
    }
}
