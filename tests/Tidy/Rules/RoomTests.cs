using System.Xml.Linq;
using LoadGen.Tidy.Reading;

namespace LoadGen.Tidy.Rules;

/// <summary>The plan of the house: which rooms there are, and who may use whom.</summary>
public class RoomTests
{
    // From the ground up. A room uses only rooms that stand before it here.
    private static readonly string[] s_rooms =
    [
        "Hashing", "Configuration", "Histograms", "Transport", "Tokenization", "Inference", "Serving",
        "Workloads", "Telemetry", "Economics", "Measurement", "Evaluation", "Verdicts", "Results",
        "Simulation", "Routing", "Launching", "Sweeps", "Reporting",
        "Cli",
    ];

    // Of use to any program that speaks to an inference engine: nothing of benchmarks in them.
    private static readonly string[] s_benchmarkFree = ["Hashing", "Configuration", "Histograms", "Transport", "Tokenization", "Inference", "Serving"];

    [Fact]
    public void Every_folder_of_src_is_a_room_that_the_plan_knows() =>
        Finding.AssertNone(SourceProjects()
            .Where(project => !s_rooms.Contains(Room(project)))
            .Select(project => new Finding(project.Path, 1, $"the room {Room(project)} has no place in the order of rooms")));

    [Fact]
    public void A_room_uses_only_rooms_below_it() =>
        Finding.AssertNone(
            from project in SourceProjects()
            from used in References(project)
            where Array.IndexOf(s_rooms, used) >= Array.IndexOf(s_rooms, Room(project))
            select new Finding(project.Path, LineOf(project, used), $"{Room(project)} stands below {used} and may not use it"));

    [Fact]
    public void Ground_floor_rooms_know_nothing_of_benchmarks() =>
        Finding.AssertNone(
            from project in SourceProjects()
            where s_benchmarkFree.Contains(Room(project))
            from used in References(project)
            where !s_benchmarkFree.Contains(used)
            select new Finding(project.Path, LineOf(project, used), $"{Room(project)} may not know {used}"));

    [Fact]
    public void Every_room_has_its_tests() =>
        Finding.AssertNone(SourceProjects()
            .Where(project => Room(project) != "Cli" && !Repository.Exists($"tests/{Room(project)}.Tests/{Room(project)}.Tests.csproj"))
            .Select(project => new Finding(project.Path, 1, $"tests/{Room(project)}.Tests is missing")));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Repository.File("LoadGen.sln").Text.Replace('\\', '/');
        Finding.AssertNone(Repository.Projects
            .Where(project => !solution.Contains($"\"{project.Path}\"", StringComparison.Ordinal))
            .Select(project => new Finding(project.Path, 1, "not in LoadGen.sln: dotnet sln add it")));
    }

    private static IEnumerable<SourceFile> SourceProjects() =>
        Repository.Projects.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal));

    private static string Room(SourceFile project) => project.Path.Split('/')[1];

    private static IEnumerable<string> References(SourceFile project) =>
        XDocument.Parse(project.Text).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

    private static int LineOf(SourceFile project, string room) =>
        Array.FindIndex(project.Lines, line => line.Contains($"{room}.csproj", StringComparison.Ordinal)) + 1;
}
