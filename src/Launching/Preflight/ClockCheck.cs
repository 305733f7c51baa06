using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Preflight;

/// <summary><c>clock</c>: the host's clock is kept by someone. Only where several hosts' times are compared: traces, logs, energy of roles on different nodes.</summary>
public sealed class ClockCheck : IPreflightCheck
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => "clock";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Plan.Nodes == 1 || context.Programs.Find("timedatectl") is null)
        {
            return [];
        }

        try
        {
            ProgramResult result = await context.Programs.RunAsync(["timedatectl", "show", "--property=NTPSynchronized", "--value"], s_limit, cancellation);
            return result.ExitCode != 0 || result.Stdout.Trim() != "no"
                ? []
                : [new Finding(Name, Severity.Warning, "this host's clock is not synchronised, and the plan has several nodes", "start chrony or systemd-timesyncd on all of them")];
        }
        catch (ProgramException e)
        {
            return [new Finding(Name, Severity.Warning, e.Message, "see to it that chrony or systemd-timesyncd runs on all nodes")];
        }
    }
}
