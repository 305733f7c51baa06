namespace LoadGen.Conformance.Support;

/// <summary>Waits for a state that comes by itself, and says what there was instead when it does not.</summary>
internal static class Eventually
{
    // Far beyond any limit that a test configures; a state that has not come by then never will.
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks again and again until it holds.</summary>
    /// <param name="holds">The state.</param>
    /// <param name="found">What there is, for the message.</param>
    public static Task HoldsAsync(Func<bool> holds, Func<string> found) => HoldsAsync(() => Task.FromResult(holds()), () => Task.FromResult(found()));

    /// <summary>Looks again and again until it holds.</summary>
    /// <param name="holds">The state.</param>
    /// <param name="found">What there is, for the message.</param>
    public static async Task HoldsAsync(Func<Task<bool>> holds, Func<Task<string>> found)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_most);
        using var timer = new PeriodicTimer(s_period);
        while (!await holds())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"after {s_most.TotalSeconds} s there was still: {await found()}");
            }
        }
    }
}
