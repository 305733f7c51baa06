namespace LoadGen.Launching.Supervising;

/// <summary>A later line of a supervisor's input. Its end means <see cref="Stop"/>.</summary>
/// <param name="Do">One of the words below.</param>
/// <param name="Pid">For <see cref="Watch"/>.</param>
/// <param name="StartTicks">For <see cref="Watch"/>: when it started, <see cref="ProcessIdentity.StartTicks"/>.</param>
/// <param name="Words">For <see cref="AddTeardown"/>.</param>
public sealed record SupervisorCommand(string Do, int? Pid = null, long? StartTicks = null, IReadOnlyList<string>? Words = null)
{
    /// <summary>The engine serves: what is alive now is part of it. Answered by <see cref="SupervisorEvent.Noted"/>.</summary>
    public const string Ready = "ready";

    /// <summary>Watch a process and everything below it, without owning it: a container's first process.</summary>
    public const string Watch = "watch";

    /// <summary>One more command for the end, before those of the order; it may fail, for what it ends may have ended by itself.</summary>
    public const string AddTeardown = "teardown";

    /// <summary>SIGTERM, time to end, SIGKILL, the teardown commands.</summary>
    public const string Stop = "stop";

    /// <summary>As <see cref="Stop"/>, without the time: also while stopping.</summary>
    public const string Kill = "kill";
}
