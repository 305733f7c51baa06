using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LoadGen.Telemetry.Sources;

namespace LoadGen.Telemetry.Sampling;

/// <summary>
/// <c>telemetry.csv</c>: one line a reading, written while the run is on. Lines gather in a buffer of their own, so that a line costs no
/// allocation, and go out whole. A disk that refuses them ends the file, not the sampling.
/// </summary>
public sealed class TelemetryLog : IDisposable
{
    /// <summary>The first line. A figure that the source does not tell is an empty field.</summary>
    public const string Header = "time_unix_s,monotonic_ns,index,uuid,power_w,energy_j,utilization_percent,sm_clock_mhz,memory_clock_mhz,memory_used_bytes,temperature_c";

    // A line of eight figures and a UUID takes about 160 bytes.
    private const int MostLineBytes = 512;
    private const int FlushBytes = 16 * 1024;

    // A crash loses a second at most.
    private const long FlushNs = 1_000_000_000;

    private readonly Stream _stream;
    private readonly WallClock _wall;
    private readonly byte[][] _names;
    private readonly byte[] _pending = new byte[FlushBytes + MostLineBytes];
    private int _length;
    private long _flushedNs;

    /// <summary>Takes the stream over and writes the header.</summary>
    /// <param name="stream">Empty and unbuffered.</param>
    /// <param name="devices">The GPUs whose readings come.</param>
    /// <param name="wall">Tells the Unix time.</param>
    public TelemetryLog(Stream stream, IReadOnlyList<GpuDevice> devices, WallClock wall)
    {
        _stream = stream;
        _wall = wall;
        _names = [.. devices.Select(d => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{d.Index},{Plain(d.Uuid)}")))];
        Append(Encoding.UTF8.GetBytes(Header));
        Append("\n"u8);
        Flush();
    }

    /// <summary>Why the file ended early; null while all is written.</summary>
    public IOException? Failure { get; private set; }

    /// <summary>Adds a reading's line.</summary>
    /// <param name="device">The device's place in the list.</param>
    /// <param name="reading">What it said.</param>
    public void Add(int device, in GpuReading reading)
    {
        long unixNs = _wall.UnixNs(reading.TimeNs);
        AppendNumber(unixNs / 1_000_000_000);
        Append("."u8);
        AppendPadded((int)(unixNs % 1_000_000_000 / 1000));
        Append(","u8);
        AppendNumber(reading.TimeNs);
        Append(","u8);
        Append(_names[device]);
        AppendFigure(reading.PowerW, decimals: 3);
        AppendFigure(reading.EnergyJ, decimals: 3);
        AppendFigure(reading.UtilizationPercent, decimals: 1);
        AppendFigure(reading.SmClockMhz, decimals: 0);
        AppendFigure(reading.MemoryClockMhz, decimals: 0);
        AppendFigure(reading.MemoryUsedBytes, decimals: 0);
        AppendFigure(reading.TemperatureC, decimals: 1);
        Append("\n"u8);
        if (_length >= FlushBytes || reading.TimeNs - _flushedNs >= FlushNs)
        {
            _flushedNs = reading.TimeNs;
            Flush();
        }
    }

    /// <summary>Writes what is pending.</summary>
    public void Flush()
    {
        if (Failure is null && _length > 0)
        {
            try
            {
                _stream.Write(_pending, 0, _length);
            }
            catch (IOException e)
            {
                // The readings stay in memory, and the result tells that the file is cut.
                Failure = e;
            }
        }

        _length = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        _stream.Dispose();
    }

    private void AppendFigure(double value, byte decimals)
    {
        Append(","u8);
        if (double.IsFinite(value))
        {
            Utf8Formatter.TryFormat(value, _pending.AsSpan(_length), out int written, new System.Buffers.StandardFormat('F', decimals));
            _length += written;
        }
    }

    private void AppendNumber(long value)
    {
        Utf8Formatter.TryFormat(value, _pending.AsSpan(_length), out int written);
        _length += written;
    }

    // Microseconds after the point.
    private void AppendPadded(int value)
    {
        Utf8Formatter.TryFormat(value, _pending.AsSpan(_length), out int written, new System.Buffers.StandardFormat('D', 6));
        _length += written;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_pending.AsSpan(_length));
        _length += bytes.Length;
    }

    // UUIDs have neither commas nor line ends; what a driver says is not trusted to know that.
    private static string Plain(string uuid) => new([.. uuid.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':' or '.').Take(96)]);
}
