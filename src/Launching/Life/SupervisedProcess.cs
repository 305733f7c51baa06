using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Life;

/// <summary>The launcher's end of a supervisor.</summary>
internal sealed class SupervisedProcess : IDisposable
{
    private readonly Process _process;
    private readonly Action<SupervisorEvent> _onEvent;
    private readonly Lock _writing = new();
    private readonly Task _reading;

    private SupervisedProcess(Process process, ProcessIdentity identity, Action<SupervisorEvent> onEvent)
    {
        _process = process;
        _onEvent = onEvent;
        Identity = identity;
        _reading = ReadAsync();
    }

    /// <summary>The supervisor.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Completes when the supervisor has ended, however that came about.</summary>
    public Task Ended => _reading;

    /// <summary>It said that everything is over: nothing is left to do.</summary>
    public bool SaidStopped { get; private set; }

    /// <summary>What it could not end; null when all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Starts a supervisor and gives it its order.</summary>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    public static SupervisedProcess Start(IReadOnlyList<string> own, SupervisorOrder order, IProcessTable table, Action<SupervisorEvent> onEvent)
    {
        var start = new ProcessStartInfo(own[0], [.. own.Skip(1), "supervise"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // The mark is the supervisor's too: one whose launcher was killed before it wrote the pid down is found all the same.
        if (order.Environment.GetValueOrDefault(RunPlace.MarkVariable) is { } mark)
        {
            start.Environment[RunPlace.MarkVariable] = mark;
        }

        try
        {
            Process process = Process.Start(start) ?? throw new LaunchException(LaunchError.NotReady, $"'{own[0]} supervise' was not started");
            ProcessIdentity identity = table.Read(process.Id)?.Identity ?? new ProcessIdentity(process.Id, 0);
            var supervised = new SupervisedProcess(process, identity, onEvent);
            supervised.WriteLine(JsonSerializer.Serialize(order, SupervisorJson.Default.SupervisorOrder));
            return supervised;
        }
        catch (Win32Exception e)
        {
            throw new LaunchException(LaunchError.NotReady, $"'{own[0]} supervise' cannot be started: {e.Message}", null, e);
        }
    }

    /// <summary>Tells it something. One that has ended does not mind.</summary>
    public void Send(SupervisorCommand command) => WriteLine(JsonSerializer.Serialize(command, SupervisorJson.Default.SupervisorCommand));

    /// <summary>Frees what the framework holds for it.</summary>
    public void Dispose() => _process.Dispose();

    private void WriteLine(string line)
    {
        lock (_writing)
        {
            try
            {
                _process.StandardInput.WriteLine(line);
                _process.StandardInput.Flush();
            }
            catch (IOException)
            {
                // It is gone: the end of its output says so.
            }
        }
    }

    private async Task ReadAsync()
    {
        await Task.Yield();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            SupervisorEvent? what = Parse(line);
            if (what is { Event: SupervisorEvent.Stopped })
            {
                (SaidStopped, Trouble) = (true, what.Message);
            }

            if (what is not null)
            {
                _onEvent(what);
            }
        }

        await _process.WaitForExitAsync();
    }

    private static SupervisorEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SupervisorJson.Default.SupervisorEvent);
        }
        catch (JsonException)
        {
            // Half a line: the supervisor was killed while it wrote.
            return null;
        }
    }
}
