using LoadGen.Tokenization.Templates.Builtins;
using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Nodes;

internal sealed class Literal(int line, object? value) : Expression(line)
{
    protected override object? Value(Scope scope) => value;
}

internal sealed class Variable(int line, string name) : Expression(line)
{
    public override string Shown => name;

    public string Name => name;

    protected override object? Value(Scope scope) => scope.Get(name);
}

internal sealed class ListLiteral(int line, List<Expression> items, bool isTuple) : Expression(line)
{
    protected override object? Value(Scope scope) => new TemplateList(items.Select(item => item.Evaluate(scope)), isTuple);
}

internal sealed class MapLiteral(int line, List<(Expression Key, Expression Value)> members) : Expression(line)
{
    protected override object? Value(Scope scope)
    {
        var map = new TemplateMap();
        foreach ((Expression key, Expression value) in members)
        {
            map[key.Evaluate(scope) ?? throw new TemplateError("none is no key of a mapping")] = value.Evaluate(scope);
        }

        return map;
    }
}

/// <summary><c>a.b</c> and <c>a[b]</c>.</summary>
internal sealed class Member(int line, Expression owner, Expression key, bool isAttribute) : Expression(line)
{
    public override string Shown => key is Literal ? $"{owner.Shown}{(isAttribute ? "." : "[")}{Python.Text(key.Evaluate(null!))}{(isAttribute ? "" : "]")}" : $"{owner.Shown}[…]";

    public Expression Owner => owner;

    public Expression Key => key;

    protected override object? Value(Scope scope)
    {
        object? value = owner.Evaluate(scope);
        object? name = key.Evaluate(scope);
        return value is Undefined undefined
            ? throw new TemplateError($"{owner.Shown} is asked for {Python.Text(name)}, but {undefined.Reason}")
            : Members.Get(value, name, isAttribute, owner.Shown);
    }
}

internal sealed class Slice(int line, Expression owner, Expression? start, Expression? stop, Expression? step) : Expression(line)
{
    protected override object? Value(Scope scope) => Members.Slice(
        owner.Evaluate(scope), Bound(start, scope), Bound(stop, scope), Bound(step, scope) ?? 1);

    private static long? Bound(Expression? bound, Scope scope) => bound?.Evaluate(scope) switch
    {
        null => null,
        long n => n,
        object other => throw new TemplateError($"a slice goes by whole numbers, not by {Python.Kind(other)}"),
    };
}

internal sealed class Call(int line, Expression function, List<Expression> positional, List<(string Name, Expression Value)> named) : Expression(line)
{
    public Arguments Arguments(Scope scope) => new(
        positional.ConvertAll(argument => argument.Evaluate(scope)), named.ToDictionary(argument => argument.Name, argument => argument.Value.Evaluate(scope)));

    public Expression Function => function;

    protected override object? Value(Scope scope) => function.Evaluate(scope) switch
    {
        Callable callable => callable(Arguments(scope)),
        // A recursive loop is called by its own name.
        TemplateMap map when map.TryGet("__call__", out object? callable) => ((Callable)callable!)(Arguments(scope)),
        Undefined undefined => throw new TemplateError($"{function.Shown} is called, but {undefined.Reason}"),
        var other => throw new TemplateError($"{function.Shown} is called, but it is {Python.Kind(other)}"),
    };
}

internal sealed class FilterCall(int line, Expression? input, string name, Call arguments) : Expression(line)
{
    private readonly Filter _filter = Filters.Find(name) ?? throw new TemplateError($"the filter {name} is not known; known: {string.Join(", ", Filters.Names)}");

    public override string Shown => input is null ? name : $"{input.Shown}|{name}";

    public object? Apply(object? value, Scope scope)
    {
        try
        {
            return _filter(value, arguments.Arguments(scope));
        }
        catch (TemplateError e)
        {
            throw new TemplateError($"{Shown}: {e.Message}");
        }
    }

    protected override object? Value(Scope scope) => Apply(input!.Evaluate(scope), scope);
}

internal sealed class TestCall(int line, Expression input, string name, Call arguments, bool isNegated) : Expression(line)
{
    private readonly Test _test = Tests.Find(name) ?? throw new TemplateError($"the test {name} is not known; known: {string.Join(", ", Tests.Names)}");

    protected override object? Value(Scope scope) => _test(input.Evaluate(scope), arguments.Arguments(scope)) != isNegated;
}

internal sealed class Conditional(int line, Expression condition, Expression then, Expression? otherwise) : Expression(line)
{
    protected override object? Value(Scope scope) => Python.IsTrue(condition.Evaluate(scope))
        ? then.Evaluate(scope)
        : otherwise is null ? new Undefined("the condition does not hold and there is no else") : otherwise.Evaluate(scope);
}

internal sealed class Logical(int line, Expression left, Expression right, bool isAnd) : Expression(line)
{
    // The value that decided, as Python has it.
    protected override object? Value(Scope scope)
    {
        object? first = left.Evaluate(scope);
        return Python.IsTrue(first) == isAnd ? right.Evaluate(scope) : first;
    }
}

internal sealed class Not(int line, Expression operand) : Expression(line)
{
    protected override object? Value(Scope scope) => !Python.IsTrue(operand.Evaluate(scope));
}

internal sealed class Comparison(int line, Expression first, List<(string Sign, Expression Right)> rest) : Expression(line)
{
    protected override object? Value(Scope scope)
    {
        object? left = first.Evaluate(scope);
        foreach ((string sign, Expression expression) in rest)
        {
            object? right = expression.Evaluate(scope);
            if (!Operators.Compare(sign, left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }
}

internal sealed class Binary(int line, string sign, Expression left, Expression right) : Expression(line)
{
    protected override object? Value(Scope scope) => Operators.Apply(sign, left.Evaluate(scope), right.Evaluate(scope));
}

internal sealed class Signed(int line, Expression operand, bool isNegative) : Expression(line)
{
    protected override object? Value(Scope scope) => operand.Evaluate(scope) switch
    {
        long n => (object)(isNegative ? -n : n),
        double x => isNegative ? -x : x,
        bool b => (isNegative ? -1L : 1L) * (b ? 1 : 0),
        var other => throw Python.Unusable(other, null, "has no sign; neither has"),
    };
}
