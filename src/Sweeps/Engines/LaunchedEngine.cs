using LoadGen.Launching;
using LoadGen.Launching.Life;
using LoadGen.Launching.Manifests;
using LoadGen.Sweeps.Running;

namespace LoadGen.Sweeps.Engines;

/// <summary>An engine that this program has launched.</summary>
internal sealed class LaunchedEngine(LaunchSession session, LauncherLog log) : IEngine
{
    public Uri Url => session.Url;

    public string? Manifest => Path.Combine(session.Folder, LaunchManifest.FileName);

    public Task<string> Failed { get; } = MessageOf(session.Failed);

    public Task<IReadOnlyList<string>> StopAsync(string? failure, CancellationToken atOnce) => session.StopAsync(atOnce, failure);

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        log.Dispose();
    }

    private static async Task<string> MessageOf(Task<LaunchException> failed) => (await failed).Message;
}

/// <summary>An engine that somebody else has started: whether it lives shows in the measurement, and it is left as it is.</summary>
internal sealed class AttachedEngine(Uri url) : IEngine
{
    private readonly TaskCompletionSource<string> _never = new();

    public Uri Url => url;

    public string? Manifest => null;

    public Task<string> Failed => _never.Task;

    public Task<IReadOnlyList<string>> StopAsync(string? failure, CancellationToken atOnce) => Task.FromResult<IReadOnlyList<string>>([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
