namespace LoadGen.Measurement.Calibration;

/// <summary>A calibration file cannot be used. The message is one line: which file, and what is wrong with it.</summary>
public sealed class CalibrationException : Exception
{
    /// <summary>Creates the failure.</summary>
    public CalibrationException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
