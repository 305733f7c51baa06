using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Executors;

/// <summary>Turns images into <c>.sqsh</c> files, each once, however many launches want it at one time.</summary>
/// <param name="programs">Where <c>srun</c> is found.</param>
/// <param name="time">For the breath between two looks at the lock.</param>
internal sealed class EnrootImport(IPrograms programs, TimeProvider time)
{
    // Images have 10 to 30 GB; a slow registry takes half an hour for them.
    private static readonly TimeSpan s_limit = TimeSpan.FromHours(1);
    // EWOULDBLOCK, which is what the framework hands on when another holds the lock. A full disk is no reason to wait.
    private const int WouldBlock = 11;

    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(2);

    /// <summary>Makes the file unless it is there.</summary>
    /// <param name="image">The image, as Docker names it.</param>
    /// <param name="folder">The folder of image files, seen by all nodes.</param>
    /// <param name="step">The words of <c>srun</c> in front of a command: enroot is installed on compute nodes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LaunchException">It cannot be made.</exception>
    public async Task EnsureAsync(string image, string folder, IReadOnlyList<string> step, CancellationToken cancellation)
    {
        try
        {
            await ImportAsync(image, folder, step, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ProgramException)
        {
            throw new LaunchException(LaunchError.NotReady, $"'{image}' could not be imported into {folder}: {e.Message}", null, e);
        }
    }

    private async Task ImportAsync(string image, string folder, IReadOnlyList<string> step, CancellationToken cancellation)
    {
        string file = Path.Combine(folder, EnrootImage.FileOf(image));
        Directory.CreateDirectory(folder);
        await using FileStream held = await LockAsync(file + ".lock", cancellation);
        if (File.Exists(file))
        {
            return;
        }

        // Under another name until it is whole: a launch that dies here must not leave half an image for the next.
        string partial = file + ".partial";
        File.Delete(partial);
        ProgramResult result = await programs.RunAsync([.. step, "enroot", "import", "--output", partial, $"docker://{EnrootImage.NameOf(image)}"], s_limit, cancellation);
        if (result.ExitCode != 0 || !File.Exists(partial))
        {
            throw new LaunchException(LaunchError.NotReady, $"enroot could not import '{image}' into {folder}: {result.Complaint}");
        }

        File.Move(partial, file);
    }

    private async Task<FileStream> LockAsync(string path, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(s_period, time);
        while (true)
        {
            try
            {
                // flock(2) underneath, which a dead holder's kernel lets go of.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.HResult == WouldBlock)
            {
                // Another launch imports this image just now.
                await timer.WaitForNextTickAsync(cancellation);
            }
        }
    }
}
