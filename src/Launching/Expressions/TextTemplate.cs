using System.Text;

namespace LoadGen.Launching.Expressions;

/// <summary>
/// Text with expressions in it: <c>--port=${port}</c>. <c>$${</c> stands for <c>${</c> itself. A template that is one expression and nothing
/// else keeps the expression's type, so that <c>${dp &gt; 1}</c> can switch a flag.
/// </summary>
internal sealed class TextTemplate
{
    private readonly List<(string? Text, ExpressionNode? Expression)> _parts = [];

    private TextTemplate()
    {
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="ExpressionException">An expression in it is wrong.</exception>
    public static TextTemplate Parse(string text)
    {
        var template = new TextTemplate();
        int at = 0;
        while (at < text.Length)
        {
            int open = text.IndexOf("${", at, StringComparison.Ordinal);
            if (open < 0)
            {
                break;
            }

            if (open > at && text[open - 1] == '$')
            {
                template.Add(text[at..(open - 1)] + "${");
                at = open + 2;
                continue;
            }

            template.Add(text[at..open]);
            template._parts.Add((null, ExpressionParser.Parse(text, open + 2, out int end)));
            at = end + 1;
        }

        template.Add(text[at..]);
        return template;
    }

    /// <summary>Its value: of the expression's type where it is one expression, else text.</summary>
    /// <exception cref="ExpressionException">An expression in it has no value.</exception>
    public ExpressionValue Evaluate(ExpressionScope scope)
    {
        if (_parts is [(null, { } only)])
        {
            return only.Evaluate(scope);
        }

        var text = new StringBuilder();
        foreach ((string? part, ExpressionNode? expression) in _parts)
        {
            text.Append(part ?? expression!.Evaluate(scope).ToString());
        }

        return ExpressionValue.Of(text.ToString());
    }

    private void Add(string text)
    {
        if (text.Length > 0)
        {
            _parts.Add((text, null));
        }
    }
}
