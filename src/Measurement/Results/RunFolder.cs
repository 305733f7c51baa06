using LoadGen.Telemetry;
using LoadGen.Telemetry.Engines;

namespace LoadGen.Measurement.Results;

/// <summary>
/// One run's folder. Records and interval logs are written while the run is on; documents are written beside their name and renamed,
/// so that a file that is there is whole. Room for the documents is reserved at the start: a disk that fills up during a run can
/// still take its result.
/// </summary>
public sealed class RunFolder : IDisposable
{
    // result.json takes about 20 KB and inferencex.json about 12 bytes a request: 4 MB is room for some 300,000 requests.
    private const long ReservedBytes = 4 << 20;
    private const int DocumentBufferBytes = 4096;
    private const string ReserveName = ".reserve";

    private static readonly string[] ResultNames =
    [
        "result.json", "records.jsonl", "inferencex.json", "ttft.hlog", "itl.hlog", "tpot.hlog", "e2e.hlog",
        PowerRecorder.FileName, EngineScrape.StartFile, EngineScrape.EndFile,
        "evaluation.json", "answers.jsonl", // an evaluation's, which is a run with questions
        "verdict.json", "evidence.tar.gz", "evidence.sha256", // a check's, which is a run that is judged
    ];

    private readonly bool _isOurs;

    private RunFolder(string path, bool isOurs)
    {
        Path = path;
        _isOurs = isOurs;
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Makes the folder ready, creating it where needed.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="overwrite">Delete an earlier run's files in it instead of refusing.</param>
    /// <exception cref="RunFolderException">It cannot be created or written, or holds a run already.</exception>
    public static RunFolder Open(string path, bool overwrite)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            bool isOurs = !Directory.Exists(full);
            Directory.CreateDirectory(full);
            string? present = ResultNames.FirstOrDefault(name => File.Exists(System.IO.Path.Combine(full, name)));
            if (present is not null && !overwrite)
            {
                throw new RunFolderException($"--output {path}: the folder already holds a run ({present}); name another one, or pass --overwrite");
            }

            foreach (string name in ResultNames)
            {
                File.Delete(System.IO.Path.Combine(full, name));
            }

            var folder = new RunFolder(full, isOurs);
            try
            {
                folder.Reserve();
            }
            catch
            {
                folder.ReleaseReserve();
                throw;
            }

            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"--output {path}: cannot write there ({Reason(e)}); name a folder that can be written", e);
        }
    }

    /// <summary>Creates a file of the folder for writing while the run is on.</summary>
    public FileStream Create(string name) =>
        new ResultStream(System.IO.Path.Combine(Path, name), FileShare.Read, bufferSize: 0);

    /// <summary>Gives the reserved room back, right before the documents are written.</summary>
    public void ReleaseReserve() => File.Delete(System.IO.Path.Combine(Path, ReserveName));

    /// <summary>Writes a document whole: to a temporary name, to the disk, then renamed.</summary>
    public void WriteDocument(string name, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string final = System.IO.Path.Combine(Path, name);
        string temporary = final + ".tmp";
        try
        {
            using (var stream = new ResultStream(temporary, FileShare.None, DocumentBufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, final, overwrite: true);
        }
        catch
        {
            // Half a document helps nobody, and its room may be needed for the next.
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>One line for an I/O failure, without the path the framework adds.</summary>
    public static string Reason(Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        const int NoSpace = 28; // ENOSPC
        return e switch
        {
            UnauthorizedAccessException => "permission denied",
            IOException when (e.HResult & 0xffff) == NoSpace || e.Message.Contains("No space left", StringComparison.Ordinal)
                || e.Message.Contains("disk space", StringComparison.Ordinal) => "no space left on the disk",
            _ => e.Message.Split(" : '")[0].ReplaceLineEndings(" "),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ReleaseReserve();
        if (_isOurs && !Directory.EnumerateFileSystemEntries(Path).Any())
        {
            // The run ended before there was anything to keep.
            Directory.Delete(Path);
        }
    }

    private void Reserve()
    {
        using var stream = new ResultStream(System.IO.Path.Combine(Path, ReserveName), new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            PreallocationSize = ReservedBytes,
        });

        // A preallocation alone is cut off again when the file is closed empty.
        stream.SetLength(ReservedBytes);
    }
}
