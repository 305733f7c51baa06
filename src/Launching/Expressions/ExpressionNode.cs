namespace LoadGen.Launching.Expressions;

/// <summary>A part of an expression.</summary>
/// <param name="Position">Where it stands in the text, for messages.</param>
internal abstract record ExpressionNode(int Position)
{
    /// <summary>Its value.</summary>
    /// <exception cref="ExpressionException">It has none: an unknown name, a wrong type, a division by zero, too large a number.</exception>
    public abstract ExpressionValue Evaluate(ExpressionScope scope);
}

/// <summary>A number, a text or a truth value.</summary>
internal sealed record ConstantNode(int Position, ExpressionValue Value) : ExpressionNode(Position)
{
    public override ExpressionValue Evaluate(ExpressionScope scope) => Value;
}

/// <summary>A name.</summary>
internal sealed record NameNode(int Position, string Name) : ExpressionNode(Position)
{
    public override ExpressionValue Evaluate(ExpressionScope scope) => scope.Find(Name, Position);
}

/// <summary><c>!a</c> or <c>-a</c>.</summary>
internal sealed record UnaryNode(int Position, string Symbol, ExpressionNode Operand) : ExpressionNode(Position)
{
    public override ExpressionValue Evaluate(ExpressionScope scope)
    {
        ExpressionValue value = Operand.Evaluate(scope);
        return Symbol == "!" ? ExpressionValue.Of(!Operators.Truth(value, Symbol, Position)) : Operators.Negate(value, Position);
    }
}

/// <summary>Two operands; of <c>&amp;&amp;</c> and <c>||</c> the second counts only where it matters.</summary>
internal sealed record BinaryNode(int Position, string Symbol, ExpressionNode Left, ExpressionNode Right) : ExpressionNode(Position)
{
    public override ExpressionValue Evaluate(ExpressionScope scope)
    {
        ExpressionValue left = Left.Evaluate(scope);
        if (Symbol is "&&" or "||")
        {
            bool decided = Operators.Truth(left, Symbol, Position);
            return decided == (Symbol == "||") ? left : ExpressionValue.Of(Operators.Truth(Right.Evaluate(scope), Symbol, Position));
        }

        return Operators.Apply(Symbol, left, Right.Evaluate(scope), Position);
    }
}

/// <summary><c>a ? b : c</c>; the branch not taken has no say.</summary>
internal sealed record ChoiceNode(int Position, ExpressionNode Condition, ExpressionNode Then, ExpressionNode Else) : ExpressionNode(Position)
{
    public override ExpressionValue Evaluate(ExpressionScope scope) =>
        Operators.Truth(Condition.Evaluate(scope), "?", Position) ? Then.Evaluate(scope) : Else.Evaluate(scope);
}

/// <summary><c>min(a, b)</c> and the like.</summary>
internal sealed record CallNode(int Position, string Function, IReadOnlyList<ExpressionNode> Arguments) : ExpressionNode(Position)
{
    public override ExpressionValue Evaluate(ExpressionScope scope) =>
        Functions.Call(Function, [.. Arguments.Select(argument => argument.Evaluate(scope))], Position);
}
