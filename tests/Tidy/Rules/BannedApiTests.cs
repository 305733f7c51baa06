using LoadGen.Tidy.Reading;

namespace LoadGen.Tidy.Rules;

public class BannedApiTests
{
    [Fact]
    public void Local_time_is_read_nowhere() => AssertUnused(new BannedApi(
        @"\bDateTime(Offset)?\.(Now|Today)\b", _ => true,
        "it jumps with the time zone: durations come from the monotonic clock, dates are UTC",
        "src/Cli/"));   // the default names of result folders, for the people who made them

    [Fact]
    public void Wall_time_is_read_only_where_a_date_is_meant() => AssertUnused(new BannedApi(
        @"\bDateTime(Offset)?\.UtcNow\b", BannedApi.InSource,
        "durations come from the monotonic clock; where a date is meant, inject a TimeProvider or add the file here",
        "src/Measurement/Running/BenchRun.cs",            // when the run began, for its result document
        "src/Simulation/Serving/EngineState.cs",          // the `created` field of the APIs is a Unix time
        "src/Simulation/Serving/GenerationEndpoint.cs",   // likewise
        "src/Cli/"));                                     // run folders and results carry their date

    [Fact]
    public void Requests_go_through_our_own_transport() => AssertUnused(new BannedApi(
        @"\bHttpClient\b", BannedApi.InSource,
        "its reads cannot be stamped, and it allocates on each of them: use LoadGen.Transport"));

    [Fact]
    public void No_thread_sleeps_but_the_one_that_times_arrivals() => AssertUnused(new BannedApi(
        @"\bThread\.(Sleep|SpinWait)\b", file => BannedApi.InSource(file) || BannedApi.InTests(file),
        "wait for what is waited for; deadlines belong to Transport's AbsoluteSleeper",
        "src/Transport/Timing/"));

    [Fact]
    public void No_delay_stands_in_for_a_deadline() => AssertUnused(new BannedApi(
        @"\bTask\.Delay\(", BannedApi.InSource,
        "it is late by milliseconds: use AbsoluteSleeper, a CancelAfter, or a PeriodicTimer, or add the file here",
        "src/Measurement/Running/ClosedLoop.cs",    // a breath after a refused connection, before the next try
        "src/Simulation/Serving/FaultReplies.cs",   // a stalled reply waits until its client gives up
        "src/Cli/"));                               // progress lines need no exact time

    [Fact]
    public void Tests_do_not_sleep_and_hope() => AssertUnused(new BannedApi(
        @"\bTask\.Delay\((?!Timeout\.Infinite)", file =>
            BannedApi.InTests(file) && !file.Path.StartsWith("tests/EndToEnd/", StringComparison.Ordinal),
        "inject the clock, or await the event itself"));

    [Fact]
    public void Only_the_command_line_has_a_console() => AssertUnused(new BannedApi(
        @"\bConsole\.\w+|\bAnsiConsole\.(?!Create)\w+", BannedApi.InLibraryRooms,
        "a library room returns values or writes to a TextWriter it is given"));

    [Fact]
    public void Only_the_command_line_ends_the_process() => AssertUnused(new BannedApi(
        @"\bEnvironment\.(Exit|FailFast|ExitCode)\b", BannedApi.InLibraryRooms,
        "a library room throws or returns; the command line maps that to an exit code"));

    [Fact]
    public void Randomness_comes_from_the_seed() => AssertUnused(new BannedApi(
        @"\bRandom\.Shared\b|\bnew Random\(\)", BannedApi.InSource,
        "one --seed fixes a run: hand the seeded generator in"));

    [Fact]
    public void No_task_is_waited_for_by_blocking() => AssertUnused(new BannedApi(
        @"\.GetAwaiter\(\)\.GetResult\(\)|\basync void\b", BannedApi.InSource,
        "await it, and let the exception reach someone",
        "src/Transport/Connections/PipedConnection.cs"));   // the result of a receive that has completed already

    private static void AssertUnused(BannedApi api) => Finding.AssertNone(api.Check(Repository.CSharp));
}
