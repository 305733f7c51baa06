using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Responses;

/// <summary><c>x-simulated</c>: on every response, so that none is taken for a real engine's.</summary>
internal static class SimulatedHeader
{
    private const string Name = "x-simulated";

    /// <summary>Says how it is simulated, before anything else is written.</summary>
    public static void Describe(HttpResponse response, string how) => response.Headers[Name] = how;

    /// <summary>Says that it is, where that has not been said.</summary>
    public static void Mark(HttpResponse response) => response.Headers.TryAdd(Name, "1");
}
