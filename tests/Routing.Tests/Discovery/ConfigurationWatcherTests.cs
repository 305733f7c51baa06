using LoadGen.Configuration;
using LoadGen.Routing.Discovery;
using LoadGen.Routing.Settings;
using LoadGen.Routing.Tests.Settings;

namespace LoadGen.Routing.Tests.Discovery;

public sealed class ConfigurationWatcherTests : IDisposable
{
    private const string First = Texts.Aggregated;
    private const string Second = Texts.Aggregated + "timeouts: {stall_s: 5}\n";
    private const string Bad = Texts.Aggregated + "timeout: {}\n";

    private readonly ManualTime _time = new();
    private readonly List<SettingsChange> _changes = [];
    private readonly List<IReadOnlyList<ConfigurationProblem>> _refusals = [];
    private readonly ConfigurationWatcher _watcher;
    private string? _text = First;

    public ConfigurationWatcherTests()
    {
        _watcher = new ConfigurationWatcher("r.yaml", First, Texts.Parse(First), text => Texts.Parse(text), TimeSpan.FromSeconds(2), _time, Read);
        _watcher.Changed += _changes.Add;
        _watcher.Refused += _refusals.Add;
    }

    public void Dispose() => _watcher.Dispose();

    [Fact]
    public void A_file_that_stays_the_same_is_left_alone()
    {
        _time.AdvanceSeconds(60);
        Assert.Empty(_changes);
        Assert.Empty(_refusals);
    }

    [Fact]
    public void A_change_is_announced_once_when_it_has_stayed_for_a_second_look()
    {
        _text = Second;
        _time.AdvanceSeconds(2);
        Assert.Empty(_changes);
        _time.AdvanceSeconds(2);
        SettingsChange change = Assert.Single(_changes);
        Assert.Equal(600, change.Before.Timeouts.StallS);
        Assert.Equal(5, change.After.Timeouts.StallS);
        Assert.Same(change.After, _watcher.Current);
        Assert.Empty(change.RestartOnly);
        _time.AdvanceSeconds(60);
        Assert.Single(_changes);
    }

    [Fact]
    public void A_half_written_file_is_not_looked_at()
    {
        _text = Second[..^4];
        _time.AdvanceSeconds(2);
        _text = Second;
        _time.AdvanceSeconds(4);
        Assert.Single(_changes);
        Assert.Empty(_refusals);
    }

    [Fact]
    public void A_bad_file_is_refused_once_and_the_old_settings_stay()
    {
        RouterSettings before = _watcher.Current;
        _text = Bad;
        _time.AdvanceSeconds(60);
        Assert.Contains("unknown key", Assert.Single(Assert.Single(_refusals)).Message, StringComparison.Ordinal);
        Assert.Same(before, _watcher.Current);
        _text = Second;
        _time.AdvanceSeconds(4);
        Assert.Single(_changes);
    }

    [Fact]
    public void A_file_that_is_gone_is_said_once_and_its_return_is_taken()
    {
        _text = null;
        _time.AdvanceSeconds(60);
        Assert.Contains("does not exist", Assert.Single(Assert.Single(_refusals)).Message, StringComparison.Ordinal);
        _text = Second;
        _time.AdvanceSeconds(4);
        Assert.Equal(5, Assert.Single(_changes).After.Timeouts.StallS);
    }

    [Fact]
    public void Whoever_asks_gets_an_answer_at_once()
    {
        _watcher.ReadNow();
        Assert.Single(_changes);
        _text = Bad;
        _watcher.ReadNow();
        Assert.Single(_refusals);
        _time.AdvanceSeconds(60);
        Assert.Single(_refusals);
    }

    [Fact]
    public void Nothing_is_announced_after_the_end()
    {
        _text = Second;
        _watcher.Dispose();
        _watcher.ReadNow();
        _time.AdvanceSeconds(60);
        Assert.Empty(_changes);
    }

    [Fact]
    public void A_swapped_link_is_seen_as_Kubernetes_swaps_it()
    {
        string folder = Directory.CreateTempSubdirectory("loadgen-watch").FullName;
        try
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "v1")).FullName, "r.yaml"), First);
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "v2")).FullName, "r.yaml"), Second);
            string data = Path.Combine(folder, "data");
            Directory.CreateSymbolicLink(data, "v1");
            using var watcher = new ConfigurationWatcher(
                Path.Combine(data, "r.yaml"), First, Texts.Parse(First), text => Texts.Parse(text), TimeSpan.FromSeconds(2), _time);
            watcher.Changed += _changes.Add;
            Directory.Delete(data);
            Directory.CreateSymbolicLink(data, "v2");
            _time.AdvanceSeconds(4);
            Assert.Equal(5, Assert.Single(_changes).After.Timeouts.StallS);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string Read(string path) => _text ?? throw new ConfigurationException([new ConfigurationProblem(path, 1, 1, "", "the file does not exist")]);
}
