using System.CommandLine;
using System.CommandLine.Parsing;
using LoadGen.Configuration;

namespace LoadGen.Cli.Options;

/// <summary>
/// Options that a command does not have. The parser takes them for the command's arguments where it has such, and a recipe or a file named
/// <c>--formt</c> would be looked for. Behind <c>--</c> everything is an argument.
/// </summary>
internal static class UnknownOptions
{
    /// <summary>A problem for each.</summary>
    public static IReadOnlyList<string> In(ParseResult parse)
    {
        string[] arguments = [.. parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)];
        int behind = parse.Tokens.Reverse().TakeWhile(token => token.Type != TokenType.DoubleDash).Count();
        int last = behind == parse.Tokens.Count ? arguments.Length : arguments.Length - behind;
        IEnumerable<string> known = parse.CommandResult.Command.Options.SelectMany(option => option.Aliases.Append(option.Name));
        return [.. arguments.Take(last).Where(IsOption).Select(name => $"unknown option '{name}'{Hint(name, known)}")];
    }

    private static bool IsOption(string text) => text is ['-', not '-', ..] or ['-', '-', _, ..];

    private static string Hint(string name, IEnumerable<string> known) => Spelling.Nearest(name.Split('=')[0], known) is { } nearest ? $"; did you mean '{nearest}'?" : "";
}
