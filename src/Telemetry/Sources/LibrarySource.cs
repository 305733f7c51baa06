using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Sources;

/// <summary>
/// GPUs through a library of their driver's. Power is read first and stamped by its own call, so that slow calls for other figures move no
/// stamp; the energy counter follows at once.
/// </summary>
public abstract class LibrarySource : IGpuSource
{
    private readonly IGpuLibrary _library;
    private readonly IMonotonicClock _clock;
    private readonly nint[] _handles;
    private readonly Func<int, string> _describe;
    private readonly SourceErrors _errors = new();

    private protected LibrarySource(IGpuLibrary library, IReadOnlyList<(GpuDevice Device, nint Handle)> devices, IMonotonicClock clock)
    {
        _library = library;
        _clock = clock;
        _describe = library.Describe;
        Devices = [.. devices.Select(d => d.Device)];
        _handles = [.. devices.Select(d => d.Handle)];
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string PowerMeaning { get; }

    /// <inheritdoc/>
    public IReadOnlyList<GpuDevice> Devices { get; }

    /// <inheritdoc/>
    public long Errors => _errors.Count;

    /// <inheritdoc/>
    public string? LastError => _errors.Last;

    /// <inheritdoc/>
    public void Read(Span<GpuReading> readings, bool withEnergy)
    {
        for (int i = 0; i < _handles.Length; i++)
        {
            GpuReading reading = GpuReading.None;
            long before = _clock.NowNs;
            reading.PowerW = PowerW(_handles[i]);
            long stampNs = before + ((_clock.NowNs - before) / 2);
            reading.EnergyJ = withEnergy ? EnergyJ(_handles[i]) : double.NaN;
            ReadState(_handles[i], ref reading);
            reading.TimeNs = reading.HasFigures ? stampNs : 0;
            readings[i] = reading;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _library.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a source of a library and of the wanted ones of its GPUs. Where that fails, the library is shut down.</summary>
    private protected static TSource Take<TLibrary, TSource>(
        TLibrary library, IReadOnlyList<int>? gpus, Func<TLibrary, IReadOnlyList<(GpuDevice Device, nint Handle)>, TSource> make)
        where TLibrary : IGpuLibrary
    {
        try
        {
            return make(library, GpuSelection.Pick(library.Devices(), d => d.Device, gpus));
        }
        catch
        {
            library.Dispose();
            throw;
        }
    }

    /// <summary>Board power, W; NaN where it is not told.</summary>
    private protected abstract double PowerW(nint handle);

    /// <summary>The energy counter, J; NaN where there is none.</summary>
    private protected abstract double EnergyJ(nint handle);

    /// <summary>Everything else.</summary>
    private protected abstract void ReadState(nint handle, ref GpuReading reading);

    /// <summary>Whether a code says that the GPU does not have the figure: no failure, and the result says that it is missing.</summary>
    private protected abstract bool IsAbsence(int code);

    /// <summary>Whether a call brought its figure: both libraries return 0 then. A failure is counted.</summary>
    private protected bool Succeeds(string call, int code)
    {
        if (code != 0 && !IsAbsence(code))
        {
            _errors.Add(call, code, _describe);
        }

        return code == 0;
    }
}
