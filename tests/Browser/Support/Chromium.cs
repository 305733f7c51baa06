using LoadGen.Browser.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace LoadGen.Browser.Support;

/// <summary>
/// One real browser for all tests: Debian's Chromium, or the one that LOADGEN_CHROMIUM names. The driver comes with its package; nothing is
/// downloaded.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Debian = "/usr/bin/chromium";

    private IPlaywright? _playwright;

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        string path = Environment.GetEnvironmentVariable("LOADGEN_CHROMIUM") is { Length: > 0 } named ? named : Debian;
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path} is missing: apt-get install chromium, or name one in LOADGEN_CHROMIUM; tests/Browser/run.sh does both");
        }

        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, ChromiumSandbox = false });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
