namespace LoadGen.Tokenization.Templates;

/// <summary>A chat template cannot be read, or refuses what it is given: file, line, what is missing and what there is.</summary>
public sealed class TemplateException : Exception
{
    /// <summary>A place in a template.</summary>
    public TemplateException(string name, int line, string message, Exception? inner = null)
        : base($"{name}:{line}: {message}", inner)
    {
        Name = name;
        Line = line;
    }

    /// <summary>The template's file, or what it was called.</summary>
    public string Name { get; }

    /// <summary>The line, from 1 on.</summary>
    public int Line { get; }
}
