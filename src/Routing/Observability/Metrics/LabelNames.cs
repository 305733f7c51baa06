using System.Globalization;
using LoadGen.Routing.Health;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Observability.Metrics;

/// <summary>How closed sets are spelt in labels and in the access log. The strings are made once.</summary>
public static class LabelNames
{
    private const int StatusMin = 100;

    private static readonly string[] s_legs = Spell<Leg>();
    private static readonly string[] s_outcomes = Spell<LegOutcome>();
    private static readonly string[] s_roles = Spell<WorkerRole>();
    private static readonly string[] s_states = Spell<WorkerState>();
    private static readonly string[] s_breakers = Spell<BreakerState>();
    private static readonly string[] s_statuses =
        [.. Enumerable.Range(StatusMin, 500).Select(status => status.ToString(CultureInfo.InvariantCulture))];

    /// <summary><c>prefill</c>, <c>decode</c> or <c>whole</c>.</summary>
    public static string Of(Leg leg) => s_legs[(int)leg];

    /// <summary>As in <see cref="LegOutcome"/>, such as <c>connect_failed</c>.</summary>
    public static string Of(LegOutcome outcome) => s_outcomes[(int)outcome];

    /// <summary><c>prefill</c>, <c>decode</c> or <c>both</c>.</summary>
    public static string Of(WorkerRole role) => s_roles[(int)role];

    /// <summary>As in <see cref="WorkerState"/>, such as <c>draining</c>.</summary>
    public static string Of(WorkerState state) => s_states[(int)state];

    /// <summary><c>closed</c>, <c>open</c> or <c>half_open</c>.</summary>
    public static string Of(BreakerState state) => s_breakers[(int)state];

    /// <summary>The digits of an HTTP status; <c>0</c> where the client got none, or something that is not one.</summary>
    public static string OfStatus(int status) =>
        (uint)(status - StatusMin) < (uint)s_statuses.Length ? s_statuses[status - StatusMin] : "0";

    internal static int LegCount => s_legs.Length;

    internal static int OutcomeCount => s_outcomes.Length;

    private static string[] Spell<T>()
        where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c)
            ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c)
            : c.ToString())))];
}
