using System.Collections.Concurrent;

namespace LoadGen.EndToEnd.Routing;

/// <summary>Pools that several classes of tests share, each started when a test first asks for it.</summary>
public sealed class RoutedPools : IAsyncLifetime
{
    /// <summary>The name of the collection that shares them: its tests run one after the other.</summary>
    public const string Name = "routed pools";

    private readonly ConcurrentDictionary<string, Lazy<Task<RoutedPool>>> _pools = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The pool of a protocol, or <c>aggregated</c>.</summary>
    internal Task<RoutedPool> GetAsync(string name) => _pools.GetOrAdd(name, static n => new(() => RoutedPool.StartAsync(n))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<RoutedPool>> pool in _pools.Values)
        {
            await (await pool.Value).DisposeAsync();
        }
    }
}

/// <summary>Makes them one collection's.</summary>
[CollectionDefinition(RoutedPools.Name)]
public sealed class RoutedPoolsDefinition : ICollectionFixture<RoutedPools>;
