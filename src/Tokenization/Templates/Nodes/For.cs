using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Nodes;

/// <summary>A loop: its own scope each round, and <c>loop</c> with what Jinja has there.</summary>
internal sealed class For(
    int line, Target target, Expression items, Expression? condition, bool isRecursive, List<Statement> body, List<Statement> otherwise) : Statement(line)
{
    protected override Flow Do(Scope scope) => Go(items.Evaluate(scope), scope, depth: 1);

    private Flow Go(object? over, Scope scope, long depth)
    {
        object?[] all = [.. Python.Iterate(over).Where(item => condition is null || IsTaken(item, scope))];
        if (all.Length == 0)
        {
            return RunAll(otherwise, scope);
        }

        var changed = new LoopChange();
        for (int i = 0; i < all.Length; i++)
        {
            Scope round = scope.Within();
            target.Assign(all[i], round);
            round.Set("loop", Loop(all, i, depth, changed, scope));
            if (RunAll(body, round) == Flow.Break)
            {
                break;
            }
        }

        return Flow.Next;
    }

    private bool IsTaken(object? item, Scope scope)
    {
        Scope inner = scope.Within();
        target.Assign(item, inner);
        return Python.IsTrue(condition!.Evaluate(inner));
    }

    private TemplateMap Loop(object?[] all, int index, long depth, LoopChange changed, Scope scope)
    {
        var loop = new TemplateMap
        {
            ["index"] = index + 1L,
            ["index0"] = (long)index,
            ["revindex"] = (long)(all.Length - index),
            ["revindex0"] = (long)(all.Length - index - 1),
            ["first"] = index == 0,
            ["last"] = index == all.Length - 1,
            ["length"] = (long)all.Length,
            ["depth"] = depth,
            ["depth0"] = depth - 1,
            ["previtem"] = index > 0 ? all[index - 1] : new Undefined("loop.previtem is undefined in the first round"),
            ["nextitem"] = index + 1 < all.Length ? all[index + 1] : new Undefined("loop.nextitem is undefined in the last round"),
            ["cycle"] = (Callable)(arguments => arguments.Positional[index % arguments.Count]),
            ["changed"] = (Callable)(arguments => changed.Is(arguments.Positional)),
        };
        if (isRecursive)
        {
            loop["__call__"] = (Callable)(arguments => Deeper(arguments, scope, depth));
        }

        return loop;
    }

    private string Deeper(Arguments arguments, Scope scope, long depth) =>
        scope.Output.Catch(output => Go(arguments.Require(0, "iterable"), scope.Within(output), depth + 1));

    private sealed class LoopChange
    {
        private List<object?>? _last;

        public bool Is(List<object?> now)
        {
            bool isChanged = _last is null || !_last.SequenceEqual(now, EqualityComparer<object?>.Create(Python.AreEqual));
            _last = now;
            return isChanged;
        }
    }
}
