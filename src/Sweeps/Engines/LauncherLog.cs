using System.Text;

namespace LoadGen.Sweeps.Engines;

/// <summary><c>launcher.log</c>: what the launcher says of one launch. Where it cannot be written the launch goes on: a full disk ends no engine.</summary>
internal sealed class LauncherLog : IDisposable
{
    /// <summary>The file's name in the launch's folder.</summary>
    public const string Name = "launcher.log";

    private readonly Lock _writing = new();
    private readonly FileStream _file;
    private readonly Action<string> _note;
    private bool _hasComplained;

    /// <summary>Opens it at its end.</summary>
    /// <param name="folder">The launch's folder.</param>
    /// <param name="note">Is told, once, that lines are lost, and why.</param>
    public LauncherLog(string folder, Action<string> note)
    {
        _file = new FileStream(Path.Combine(folder, Name), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _note = note;
    }

    /// <summary>Adds a line, if that can be.</summary>
    public void Add(string line)
    {
        string? complaint = null;
        lock (_writing)
        {
            try
            {
                _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            }
            catch (IOException e)
            {
                complaint = _hasComplained ? null : $"{Name} cannot be written and lacks lines from here on: {e.Message}";
                _hasComplained = true;
            }
        }

        if (complaint is not null)
        {
            _note(complaint);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
