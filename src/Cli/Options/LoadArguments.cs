using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Cli.Options;

/// <summary>The load of an SLA as arguments of <c>bench</c>: whatever load that makes, an SLA can ask for.</summary>
internal sealed class LoadArguments
{
    private readonly SlaSource _source;
    private readonly string[] _arguments;

    /// <summary>The load as the SLA says it, with the user's own end.</summary>
    public LoadArguments(SlaSource source, CheckChoice choice)
        : this(source, [.. source.Sla.Load.Arguments(source.Folder)])
    {
        if (choice.Requests is { } requests)
        {
            _arguments = Set("--requests", requests.ToString(CultureInfo.InvariantCulture));
        }

        if (choice.Duration is { } duration)
        {
            _arguments = Set("--duration", duration.TotalSeconds.ToString("0.#######", CultureInfo.InvariantCulture));
        }
    }

    private LoadArguments(SlaSource source, string[] arguments) => (_source, _arguments) = (source, arguments);

    /// <summary>The arguments, on one line.</summary>
    public string Text => string.Join(' ', _arguments);

    /// <summary>The value of an option; null where the load does not have it.</summary>
    public double? Number(string option) =>
        IndexOf(option) is >= 0 and var at && double.TryParse(_arguments[at + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    /// <summary>The same load with another value of an option.</summary>
    public LoadArguments With(string option, string value) => new(_source, Set(option, value));

    /// <summary>The load that they ask for of a target; null when there are problems.</summary>
    public WorkloadChoice? Read(TargetChoice target, Problems problems, JsonObject configuration)
    {
        var options = new WorkloadOptions();
        var command = new Command("load");
        options.AddTo(command);
        ParseResult parse = command.Parse(_arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Errors.Count > 0)
        {
            foreach (string message in parse.Errors.Select(error => error.Message))
            {
                problems.Add(Placed(message));
            }

            return null;
        }

        var own = new Problems();
        try
        {
            options.RefuseTwice(parse, target.Headers, own);
            WorkloadChoice? choice = options.Read(parse, target.Api, target.Generation.ExtraBody, own, configuration);
            own.ThrowIfAny();
            return choice;
        }
        catch (UsageException e)
        {
            foreach (string line in e.Problems)
            {
                problems.Add(Placed(line));
            }

            return null;
        }
    }

    private string Placed(string line) => $"{_source.Path}: load: {line}";

    private int IndexOf(string option) => Array.IndexOf(_arguments, option);

    private string[] Set(string option, string value)
    {
        int at = IndexOf(option);
        return at < 0 ? [.. _arguments, option, value] : [.. _arguments.Take(at + 1), value, .. _arguments.Skip(at + 2)];
    }
}
