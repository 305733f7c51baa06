using System.CommandLine;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen dataset</c>: what can be done with datasets.</summary>
internal static class DatasetCommand
{
    public static Command Create() => new("dataset", "Look into datasets of prompts and conversations (docs/datasets.md).") { DatasetInspectCommand.Create() };
}
