namespace LoadGen.EndToEnd.Support;

/// <summary>Waits for a state that comes by itself, and says what there was instead when it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks again and again until it holds.</summary>
    /// <param name="look">What there is.</param>
    /// <param name="holds">Whether that is the state.</param>
    public static async Task<T> HoldsAsync<T>(Func<Task<T>> look, Func<T, bool> holds)
    {
        using var limit = new CancellationTokenSource(Loadgen.DefaultLimit);
        using var timer = new PeriodicTimer(s_period);
        while (true)
        {
            T found = await look();
            if (holds(found))
            {
                return found;
            }

            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"after {Loadgen.DefaultLimit.TotalSeconds} s there was still: {found}");
            }
        }
    }
}
