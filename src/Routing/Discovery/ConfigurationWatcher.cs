using System.Security.Cryptography;
using System.Text;
using LoadGen.Configuration;
using LoadGen.Routing.Settings;

namespace LoadGen.Routing.Discovery;

/// <summary>
/// Watches the router's configuration file. When its content changes, and has stayed the same for one more look (an editor may be in the
/// middle of writing it), it is read: good settings are announced and become the current ones; bad ones are announced as refused, and the old
/// stay. It goes by content and not by time stamps, so that it sees every way of replacing a file, such as the links that Kubernetes swaps
/// around a ConfigMap. Events come one after the other, on a timer's thread or that of <see cref="ReadNow"/>.
/// </summary>
public sealed class ConfigurationWatcher : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly Func<string, RouterSettings> _parse;
    private readonly Func<string, string> _readText;
    private readonly ITimer _timer;
    private string _handled;
    private string? _seen;
    private bool _isDisposed;

    /// <summary>Begins to watch.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text at the start.</param>
    /// <param name="current">What that text means.</param>
    /// <param name="parse">Reads a text; throws <see cref="ConfigurationException"/>. Usually <see cref="RouterSettingsReader.Parse"/>.</param>
    /// <param name="interval">How often to look; 2 s if null. A few kilobytes from the page cache cost nothing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="readText">Reads the file; <see cref="YamlFile.ReadText"/> if null.</param>
    public ConfigurationWatcher(
        string path,
        string text,
        RouterSettings current,
        Func<string, RouterSettings> parse,
        TimeSpan? interval = null,
        TimeProvider? time = null,
        Func<string, string>? readText = null)
    {
        _path = path;
        _parse = parse;
        _readText = readText ?? YamlFile.ReadText;
        _handled = HashOf(text);
        Current = current;
        TimeSpan every = interval ?? TimeSpan.FromSeconds(2);
        _timer = (time ?? TimeProvider.System).CreateTimer(_ => Look(isForced: false), null, every, every);
    }

    /// <summary>Raised once for each good change, after <see cref="Current"/> has changed.</summary>
    public event Action<SettingsChange>? Changed;

    /// <summary>Raised once for each content that cannot be used, with all that is wrong with it.</summary>
    public event Action<IReadOnlyList<ConfigurationProblem>>? Refused;

    /// <summary>The last good settings.</summary>
    public RouterSettings Current { get; private set; }

    /// <summary>Reads the file at once, changed or not, for a SIGHUP: someone who asks gets an answer.</summary>
    public void ReadNow() => Look(isForced: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        _timer.Dispose();
    }

    private void Look(bool isForced)
    {
        // Held while the events are raised: a slow receiver delays the next look, and no look overtakes another.
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            (string state, string? text, ConfigurationException? failure) = Read();
            bool isSettled = state == _seen;
            _seen = state;
            if (!isForced && (!isSettled || state == _handled))
            {
                return;
            }

            _handled = state;
            Handle(text, failure);
        }
    }

    private (string State, string? Text, ConfigurationException? Failure) Read()
    {
        try
        {
            string text = _readText(_path);
            return (HashOf(text), text, null);
        }
        catch (ConfigurationException e)
        {
            // Missing or unreadable: a state like any other, reported once.
            return ($"unreadable: {e.Message}", null, e);
        }
    }

    private void Handle(string? text, ConfigurationException? failure)
    {
        if (text is null)
        {
            Refused?.Invoke(failure!.Problems);
            return;
        }

        RouterSettings settings;
        try
        {
            settings = _parse(text);
        }
        catch (ConfigurationException e)
        {
            Refused?.Invoke(e.Problems);
            return;
        }

        var change = new SettingsChange(Current, settings);
        Current = settings;
        Changed?.Invoke(change);
    }

    private static string HashOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
