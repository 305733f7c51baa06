using System.Runtime.CompilerServices;

namespace LoadGen.Tokenization.Templates.Nodes;

/// <summary>A part of a template, and the line it stands on.</summary>
internal abstract class Node(int line)
{
    public int Line => line;

    /// <summary>Evaluation is recursive: too deep a template is an error, not the end of the process.</summary>
    protected static void RequireStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TemplateError("nested too deeply");
        }
    }
}

/// <summary>A part that has a value.</summary>
internal abstract class Expression(int line) : Node(line)
{
    /// <summary>How the part was written, for messages.</summary>
    public virtual string Shown => "the value";

    public object? Evaluate(Scope scope)
    {
        try
        {
            RequireStack();
            return Value(scope);
        }
        catch (TemplateError e)
        {
            throw new TemplateException(scope.Output.Name, Line, e.Message, e);
        }
    }

    protected abstract object? Value(Scope scope);
}

/// <summary>A part that does something.</summary>
internal abstract class Statement(int line) : Node(line)
{
    public Flow Run(Scope scope)
    {
        try
        {
            RequireStack();
            return Do(scope);
        }
        catch (TemplateError e)
        {
            throw new TemplateException(scope.Output.Name, Line, e.Message, e);
        }
    }

    public static Flow RunAll(IReadOnlyList<Statement> statements, Scope scope)
    {
        foreach (Statement statement in statements)
        {
            Flow flow = statement.Run(scope);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    protected abstract Flow Do(Scope scope);
}

/// <summary>What comes after a statement.</summary>
internal enum Flow
{
    /// <summary>The next one.</summary>
    Next = 0,

    /// <summary>The next round of the loop.</summary>
    Continue,

    /// <summary>What stands after the loop.</summary>
    Break,
}
