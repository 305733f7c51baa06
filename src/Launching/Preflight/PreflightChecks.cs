namespace LoadGen.Launching.Preflight;

/// <summary>All checks, and their running: every one runs, whatever another finds, so that one reading tells all; but one cause is one finding.</summary>
public static class PreflightChecks
{
    /// <summary>Skips them all.</summary>
    public const string SkipAll = "all";

    private static readonly IPreflightCheck[] s_all =
    [
        new GpuCheck(), new BusyCheck(), new DeviceCheck(), new RuntimeCheck(), new ImageCheck(), new PortCheck(), new ModelCheck(), new SpaceCheck(), new LimitCheck(), new ClockCheck(),
    ];

    /// <summary>The names of all checks.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(check => check.Name)];

    /// <summary>Looks at everything.</summary>
    /// <param name="context">What it is about.</param>
    /// <param name="skip">Names of checks to leave out, or <see cref="SkipAll"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The findings, errors first.</returns>
    public static async Task<IReadOnlyList<Finding>> RunAsync(PreflightContext context, IReadOnlyCollection<string> skip, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(skip);
        var findings = new List<Finding>();
        foreach (IPreflightCheck check in s_all.Where(check => !skip.Contains(SkipAll) && !skip.Contains(check.Name)))
        {
            findings.AddRange(check.IsMoot(context, findings) ? [] : await check.LookAsync(context, cancellation));
        }

        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }
}
