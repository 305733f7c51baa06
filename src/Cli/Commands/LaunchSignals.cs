using System.Runtime.InteropServices;

namespace LoadGen.Cli.Commands;

/// <summary>Ctrl-C, SIGTERM and a closed terminal: the first ends a launch in good order, the second at once. None ends this process: what it started comes first.</summary>
internal sealed class LaunchSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _atOnce = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public LaunchSignals()
    {
        foreach (PosixSignal signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                if (_stop.IsCancellationRequested)
                {
                    _atOnce.Cancel();
                }

                // A terminal gives Ctrl-C to its whole group; nobody but us hears of the others.
                IsOursAlone |= signal != PosixSignal.SIGINT;
                _stop.Cancel();
            }));
        }
    }

    /// <summary>The first signal has come.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>The second has.</summary>
    public CancellationToken AtOnce => _atOnce.Token;

    /// <summary>A signal came that a command beside us was not given as well.</summary>
    public bool IsOursAlone { get; private set; }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
        _atOnce.Dispose();
    }
}
