namespace LoadGen.Histograms;

/// <summary>Bytes or a log line that are not a histogram; the message says what was found and what would be right.</summary>
public sealed class HistogramFormatException : FormatException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What, where, and what would be right.</param>
    public HistogramFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What, where, and what would be right.</param>
    /// <param name="innerException">What the lower layer said.</param>
    public HistogramFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
