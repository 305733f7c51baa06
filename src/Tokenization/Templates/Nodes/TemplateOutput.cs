using System.Text;

namespace LoadGen.Tokenization.Templates.Nodes;

/// <summary>Where the text goes: the prompt's, or that of a macro or block, caught.</summary>
internal sealed class TemplateOutput
{
    // A template that calls itself without end is an error, not the end of the process.
    private const int CallsMax = 100;

    private readonly Calls _calls;

    /// <summary>A template's.</summary>
    public TemplateOutput(string name)
        : this(name, new Calls())
    {
    }

    private TemplateOutput(string name, Calls calls)
    {
        Name = name;
        _calls = calls;
    }

    /// <summary>The template's name.</summary>
    public string Name { get; }

    public StringBuilder Text { get; } = new();

    /// <summary>The text that something writes to an output of its own.</summary>
    public string Catch(Action<TemplateOutput> write)
    {
        if (_calls.Count == CallsMax)
        {
            throw new TemplateError($"more than {CallsMax} calls within each other: does a macro call itself?");
        }

        var output = new TemplateOutput(Name, _calls);
        _calls.Count++;
        try
        {
            write(output);
        }
        finally
        {
            _calls.Count--;
        }

        return output.Text.ToString();
    }

    // One for a whole rendering.
    private sealed class Calls
    {
        public int Count { get; set; }
    }
}
