using System.Net;
using LoadGen.Measurement.Calibration;

namespace LoadGen.Cli.Calibrating;

/// <summary>A calibration as the user chose it.</summary>
internal sealed record CalibrateOptions
{
    /// <summary>Streams of the first level.</summary>
    public const int FirstStreams = 125;

    public required CoreSplit Cores { get; init; }

    public required TimeSpan Itl { get; init; }

    /// <summary>How long each level streams.</summary>
    public required TimeSpan Duration { get; init; }

    public required int MaxStreams { get; init; }

    /// <summary>Event loops of the client.</summary>
    public required int Loops { get; init; }

    public required string Output { get; init; }

    public required string Progress { get; init; }

    /// <summary>Loopback addresses to connect from: as many as the streams need local ports.</summary>
    public IReadOnlyList<IPAddress> SourceAddresses { get; init; } = [];
}
