using System.Runtime.InteropServices;

namespace LoadGen.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the run to end and write what it has; the second ends the process. A file that meets its size
/// limit does not end it: the write fails, and the run ends as it does on a full disk.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    // SIGXFSZ has no name in the framework; this is its number on Linux.
    private const PosixSignal FileSizeLimit = (PosixSignal)25;

    // Never disposed: the signal is handled on another thread, perhaps only when the failed write has already ended the run, and a
    // signal that nobody wants any more ends the process its own way.
    private static PosixSignalRegistration? s_fileSizeLimit;

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignal()
    {
        if (OperatingSystem.IsLinux())
        {
            s_fileSizeLimit ??= PosixSignalRegistration.Create(FileSizeLimit, context => context.Cancel = true);
        }

        foreach (PosixSignal signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = !_source.IsCancellationRequested;
                _source.Cancel();
            }));
        }
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }
}
