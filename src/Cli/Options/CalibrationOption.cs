using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Measurement.Calibration;

namespace LoadGen.Cli.Options;

/// <summary>The calibration that a run cites: the one named, else the host's own where there is one.</summary>
internal sealed class CalibrationOption
{
    private readonly Option<string?> _file = Syntax.Text("--calibration", "FILE", "Calibration to cite. Default: what loadgen calibrate last saved for this user, where there is one.");

    /// <summary>Where <c>loadgen calibrate</c> saves, unless told otherwise.</summary>
    public static string DefaultPath => CalibrationFile.DefaultPath(
        Environment.GetEnvironmentVariable("XDG_STATE_HOME"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    public void AddTo(Command command) => command.Options.Add(_file);

    /// <summary>A file that was named must be right; the default one is passed over with a warning when it is not.</summary>
    public CalibrationFile? Read(ParseResult parse, Problems problems, JsonObject configuration)
    {
        string? named = parse.GetValue(_file);
        configuration["calibration"] = named;
        if (named is null && !File.Exists(DefaultPath))
        {
            return null;
        }

        try
        {
            return CalibrationFile.Read(named ?? DefaultPath);
        }
        catch (CalibrationException e) when (named is not null)
        {
            problems.Add("--calibration: " + e.Message);
        }
        catch (CalibrationException e)
        {
            Console.Error.WriteLine("loadgen: warning: no calibration is cited: " + e.Message);
        }

        return null;
    }
}
