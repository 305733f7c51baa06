using System.Globalization;
using System.Text;
using LoadGen.Tokenization.Templates.Nodes;
using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Builtins;

/// <summary>The functions a template finds: Jinja's, and the two that chat templates are given.</summary>
internal static class Globals
{
    private const long RangeMax = 100_000;

    public static void AddTo(Scope scope, TimeProvider time)
    {
        scope.Set("range", (Callable)Range);
        scope.Set("dict", (Callable)(arguments => Fill(new TemplateMap(), arguments)));
        scope.Set("namespace", (Callable)(arguments => Fill(new TemplateMap(isNamespace: true), arguments)));
        scope.Set("raise_exception", (Callable)(arguments => throw new TemplateError($"the template refuses the conversation: {Python.Text(arguments.Require(0, "message"))}")));
        scope.Set("strftime_now", (Callable)(arguments => Formatted(time.GetLocalNow(), arguments.RequireText(0, "format"))));
    }

    private static TemplateList Range(Arguments arguments)
    {
        long Number(int place) => arguments.Positional[place] is long n ? n : throw new TemplateError("range goes by whole numbers");

        long start = arguments.Count > 1 ? Number(0) : 0;
        long stop = arguments.Count switch { 0 => throw new TemplateError("range needs an end"), 1 => Number(0), _ => Number(1) };
        long step = arguments.Count > 2 ? Number(2) : 1;
        if (step == 0 || (stop - start) / step > RangeMax)
        {
            throw new TemplateError($"range of more than {RangeMax}, or of steps of 0");
        }

        var numbers = new TemplateList();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step)
        {
            numbers.Add(i);
        }

        return numbers;
    }

    private static TemplateMap Fill(TemplateMap map, Arguments arguments)
    {
        if (arguments.Count > 0 && arguments.Positional[0] is TemplateMap first)
        {
            foreach ((object key, object? value) in first.Items())
            {
                map[key] = value;
            }
        }

        foreach ((string name, object? value) in arguments.Named)
        {
            map[name] = value;
        }

        return map;
    }

    // C's strftime, as far as dates and times of day go.
    private static string Formatted(DateTimeOffset now, string format)
    {
        var result = new StringBuilder();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                result.Append(format[i]);
                continue;
            }

            string? framework = format[++i] switch
            {
                'Y' => "yyyy",
                'y' => "yy",
                'm' => "MM",
                'd' => "dd",
                'H' => "HH",
                'I' => "hh",
                'M' => "mm",
                'S' => "ss",
                'p' => "tt",
                'B' => "MMMM",
                'b' => "MMM",
                'A' => "dddd",
                'a' => "ddd",
                'F' => "yyyy-MM-dd",
                'T' => "HH:mm:ss",
                '-' when i + 1 < format.Length && format[i + 1] == 'd' => "%d",
                '-' when i + 1 < format.Length && format[i + 1] == 'm' => "%M",
                '%' => "'%'",
                char c => throw new TemplateError($"strftime_now: %{c} is not supported; supported: %Y %y %m %d %H %I %M %S %p %B %b %A %a %F %T %-d %-m"),
            };
            i += format[i] == '-' ? 1 : 0;
            result.Append(now.ToString(framework, CultureInfo.InvariantCulture));
        }

        return result.ToString();
    }
}
