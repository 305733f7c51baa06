using System.CommandLine;
using System.Text.Json.Nodes;

namespace LoadGen.Cli.Options;

/// <summary>How HTTP is spoken, and what is made of a server's limits.</summary>
internal sealed class HttpOptions
{
    // A minute is the window of most providers' limits.
    private static readonly TimeSpan s_retryAfterMax = TimeSpan.FromMinutes(1);

    private readonly Option<TimeSpan?> _retryAfter = RetryAfterOption();

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _retryAfter })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The choice.</summary>
    public HttpChoice Read(ParseResult parse, JsonObject configuration)
    {
        TimeSpan? retryAfter = parse.GetResult(_retryAfter) is null ? null : parse.GetValue(_retryAfter);
        configuration["honor_retry_after_s"] = retryAfter?.TotalSeconds;
        return new HttpChoice(retryAfter);
    }

    private static Option<TimeSpan?> RetryAfterOption()
    {
        Option<TimeSpan?> option = Syntax.Duration(
            "--honor-retry-after", "Send a request that a 429 or 503 refuses again, once, after the time that its Retry-After asks for, if that is at most TIME (default 1m). Counted apart. Default: never; refusals are counted.");
        Func<System.CommandLine.Parsing.ArgumentResult, TimeSpan?> parse = option.CustomParser!;
        option.Arity = ArgumentArity.ZeroOrOne;
        option.CustomParser = result => result.Tokens.Count == 0 ? s_retryAfterMax : parse(result);
        return option;
    }
}

/// <summary>How HTTP is spoken.</summary>
/// <param name="RetryAfterMax">The longest Retry-After that is honoured; null for none.</param>
internal sealed record HttpChoice(TimeSpan? RetryAfterMax);
