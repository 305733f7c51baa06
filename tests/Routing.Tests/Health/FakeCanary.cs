using LoadGen.Routing.Health;

namespace LoadGen.Routing.Tests.Health;

/// <summary>A canary that ends when the test says so, or when it is cancelled.</summary>
internal sealed class FakeCanary
{
    private bool _ignoresNextCancel;

    /// <summary>Those under way.</summary>
    public List<TaskCompletionSource<CanaryResult>> Running { get; } = [];

    /// <summary>The token of each that began.</summary>
    public List<CancellationToken> Tokens { get; } = [];

    public bool Throws { get; set; }

    /// <summary>The next canary ends only when the test says so.</summary>
    public void IgnoreNextCancel() => _ignoresNextCancel = true;

    public async Task<CanaryResult> RunAsync(CancellationToken token)
    {
        Tokens.Add(token);
        if (Throws)
        {
            throw new InvalidOperationException("no loop");
        }

        var end = new TaskCompletionSource<CanaryResult>();
        Running.Add(end);
        bool ignoresCancel = _ignoresNextCancel;
        _ignoresNextCancel = false;
        using CancellationTokenRegistration registration = ignoresCancel ? default : token.Register(() =>
        {
            Running.Remove(end);
            end.TrySetCanceled(token);
        });
        return await end.Task;
    }

    /// <summary>Ends the one under way.</summary>
    public void End(CanaryResult result)
    {
        TaskCompletionSource<CanaryResult> end = Assert.Single(Running);
        Running.Remove(end);
        end.SetResult(result);
    }
}
