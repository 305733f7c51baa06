using LoadGen.Launching.Executors;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Preflight;

/// <summary><c>image</c>: the images are here. A pull of tens of GB is no part of a launch, and of no limit of its.</summary>
public sealed class ImageCheck : IPreflightCheck
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public string Name => "image";

    /// <inheritdoc/>
    /// <remarks>A daemon that does not answer has no images to tell of: that is one cause, and the runtime's finding.</remarks>
    public bool IsMoot(PreflightContext context, IReadOnlyList<Finding> found)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(found);
        return context.Executor == ExecutorKind.Docker && found.Any(finding => finding is { Check: RuntimeCheck.CheckName, Severity: Severity.Error });
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var findings = new List<Finding>();
        foreach (string image in context.Plan.Workers.Select(worker => worker.Image?.Text).OfType<string>().Distinct())
        {
            Finding? finding = context.Executor switch
            {
                ExecutorKind.Docker => await DockerAsync(context, image, cancellation),
                ExecutorKind.Slurm when EnrootImage.IsFile(image) && !context.Host.Exists(image) =>
                    new Finding(Name, Severity.Error, $"the image file {image} does not exist", $"enroot import -o {image} docker://IMAGE, in a folder that all nodes see"),
                _ => null,
            };
            if (finding is not null)
            {
                findings.Add(finding);
            }
        }

        return findings;
    }

    private async Task<Finding?> DockerAsync(PreflightContext context, string image, CancellationToken cancellation)
    {
        try
        {
            ProgramResult result = await context.Programs.RunAsync(["docker", "image", "inspect", "--format", "{{.Id}}", image], s_limit, cancellation);
            return result.ExitCode == 0 ? null : new Finding(Name, Severity.Error, $"the image '{image}' is not on this host", $"docker pull {image}, or name one that is with --image");
        }
        catch (ProgramException e)
        {
            return new Finding(Name, Severity.Error, $"whether the image '{image}' is on this host cannot be told: {e.Message}", "docker image inspect, by hand, must answer");
        }
    }
}
