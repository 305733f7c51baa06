using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Nodes;

internal sealed class Data(int line, string text) : Statement(line)
{
    protected override Flow Do(Scope scope)
    {
        scope.Output.Text.Append(text);
        return Flow.Next;
    }
}

internal sealed class Print(int line, Expression value) : Statement(line)
{
    protected override Flow Do(Scope scope)
    {
        scope.Output.Text.Append(Python.Text(value.Evaluate(scope)));
        return Flow.Next;
    }
}

internal sealed class If(int line, List<(Expression Condition, List<Statement> Body)> branches, List<Statement> otherwise) : Statement(line)
{
    protected override Flow Do(Scope scope)
    {
        foreach ((Expression condition, List<Statement> body) in branches)
        {
            if (Python.IsTrue(condition.Evaluate(scope)))
            {
                return RunAll(body, scope);
            }
        }

        return RunAll(otherwise, scope);
    }
}

internal sealed class Set(int line, Target target, Expression value) : Statement(line)
{
    protected override Flow Do(Scope scope)
    {
        target.Assign(value.Evaluate(scope), scope);
        return Flow.Next;
    }
}

internal sealed class SetBlock(int line, Target target, List<FilterCall> filters, List<Statement> body) : Statement(line)
{
    protected override Flow Do(Scope scope)
    {
        object? text = scope.Output.Catch(output => RunAll(body, scope.Within(output)));
        foreach (FilterCall filter in filters)
        {
            text = filter.Apply(text, scope);
        }

        target.Assign(text, scope);
        return Flow.Next;
    }
}

internal sealed class FilterBlock(int line, List<FilterCall> filters, List<Statement> body) : Statement(line)
{
    protected override Flow Do(Scope scope)
    {
        object? text = scope.Output.Catch(output => RunAll(body, scope.Within(output)));
        foreach (FilterCall filter in filters)
        {
            text = filter.Apply(text, scope);
        }

        scope.Output.Text.Append(Python.Text(text));
        return Flow.Next;
    }
}

/// <summary>A block that only has a name, such as <c>{% generation %}</c>: its text as it is.</summary>
internal sealed class Transparent(int line, List<Statement> body) : Statement(line)
{
    protected override Flow Do(Scope scope) => RunAll(body, scope);
}

internal sealed class Jump(int line, Flow flow) : Statement(line)
{
    protected override Flow Do(Scope scope) => flow;
}

internal sealed class Macro(int line, string name, List<(string Name, Expression? Default)> parameters, List<Statement> body) : Statement(line)
{
    protected override Flow Do(Scope scope)
    {
        scope.Set(name, ToCallable(scope));
        return Flow.Next;
    }

    public Callable ToCallable(Scope scope) => arguments => scope.Output.Catch(output => Fill(arguments, scope.Within(output)));

    private void Fill(Arguments arguments, Scope inner)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            (string parameter, Expression? ifMissing) = parameters[i];
            bool isGiven = i < arguments.Count || arguments.Named.ContainsKey(parameter);
            inner.Set(parameter, isGiven ? arguments.Get(i, parameter)
                : ifMissing is null ? new Undefined($"{name} was called without its parameter {parameter}")
                : ifMissing.Evaluate(inner));
        }

        if (arguments.Named.TryGetValue("caller", out object? caller))
        {
            inner.Set("caller", caller);
        }

        RunAll(body, inner);
    }
}

/// <summary><c>{% call macro(…) %}</c>: the macro gets the block as <c>caller()</c>.</summary>
internal sealed class CallBlock(int line, Call call, Macro caller) : Statement(line)
{
    protected override Flow Do(Scope scope)
    {
        Arguments arguments = call.Arguments(scope);
        arguments.Named["caller"] = caller.ToCallable(scope);
        object? result = call.Function.Evaluate(scope) is Callable macro ? macro(arguments) : throw new TemplateError($"{call.Function.Shown} is no macro");
        scope.Output.Text.Append(Python.Text(result));
        return Flow.Next;
    }
}

/// <summary>What is assigned to: a name, several, or a member of a namespace.</summary>
internal sealed class Target(IReadOnlyList<string> names, string? member = null)
{
    public void Assign(object? value, Scope scope)
    {
        if (member is not null)
        {
            object? owner = scope.Get(names[0]);
            (owner as TemplateMap is { IsNamespace: true } map
                ? map
                : throw new TemplateError($"{names[0]}.{member} cannot be set: {names[0]} is {Python.Kind(owner)}, not a namespace"))[member] = value;
        }
        else if (names.Count == 1)
        {
            scope.Set(names[0], value);
        }
        else
        {
            AssignEach([.. Python.Iterate(value)], scope);
        }
    }

    private void AssignEach(object?[] values, Scope scope)
    {
        if (values.Length != names.Count)
        {
            throw new TemplateError($"{values.Length} values for the {names.Count} names {string.Join(", ", names)}");
        }

        for (int i = 0; i < values.Length; i++)
        {
            scope.Set(names[i], values[i]);
        }
    }
}
