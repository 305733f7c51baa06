using System.CommandLine;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen results</c>: what was measured, listed, compared, taken over from others and handed on.</summary>
internal static class ResultsCommand
{
    private const string Description = """
        Look at results where they lie: the run folders are the truth, there is no index beside them. docs/results.md describes all of it.

        Examples:
          loadgen results list results --hardware h200,b200 --isl 1024 --osl 1024
          loadgen results show run-0123456789abcdef --gpu-hour-price 2.10
          loadgen results diff results/monday results/tuesday --bound 5%
          loadgen results frontier results --at 30,50,100
        """;

    public static Command Create() => new("results", Description)
    {
        ResultsListCommand.Create(), ResultsShowCommand.Create(), ResultsDiffCommand.Create(), ResultsCompareCommand.Create(), ResultsFrontierCommand.Create(), ResultsImportCommand.Create(),
        ResultsPushCommand.Create(),
    };
}
