namespace LoadGen.Launching.Supervising;

/// <summary>A later line of a supervisor's input. Its end means <see cref="Stop"/>.</summary>
/// <param name="Do">One of the words below.</param>
/// <param name="Pid">For <see cref="Watch"/>.</param>
/// <param name="Words">For <see cref="AddTeardown"/>.</param>
public sealed record SupervisorCommand(string Do, int? Pid = null, IReadOnlyList<string>? Words = null)
{
    /// <summary>The engine serves: what is alive now is part of it.</summary>
    public const string Ready = "ready";

    /// <summary>Watch a process and everything below it, without owning it: a container's first process.</summary>
    public const string Watch = "watch";

    /// <summary>One more command for the end.</summary>
    public const string AddTeardown = "teardown";

    /// <summary>SIGTERM, time to end, SIGKILL, the teardown commands.</summary>
    public const string Stop = "stop";

    /// <summary>As <see cref="Stop"/>, without the time: also while stopping.</summary>
    public const string Kill = "kill";
}
