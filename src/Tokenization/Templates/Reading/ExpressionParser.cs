using System.Globalization;
using LoadGen.Tokenization.Templates.Nodes;

namespace LoadGen.Tokenization.Templates.Reading;

/// <summary>
/// Expressions, from what binds least to what binds most: <c>if else</c>, or, and, not, comparisons, <c>+ -</c>, <c>~</c>,
/// <c>* / // %</c>, <c>**</c>, signs, then members, calls, filters and tests.
/// </summary>
internal sealed class ExpressionParser(TokenStream tokens)
{
    private static readonly string[] s_comparisons = ["==", "!=", "<", ">", "<=", ">="];

    public Expression Parse() => ParseConditional();

    /// <summary>One expression, or several with commas between them: a tuple.</summary>
    public Expression ParseTuple()
    {
        int line = tokens.Line;
        Expression first = Parse();
        if (!tokens.Now.IsSign(","))
        {
            return first;
        }

        var items = new List<Expression> { first };
        while (tokens.TryTakeSign(",") && tokens.Now.Kind is not (TokenKind.BlockEnd or TokenKind.PrintEnd) && !tokens.Now.IsSign(")"))
        {
            items.Add(Parse());
        }

        return new ListLiteral(line, items, isTuple: true);
    }

    /// <summary>An expression that may not have a condition of its own: what a loop goes over.</summary>
    public Expression ParseWithoutCondition() => ParseOr();

    /// <summary>The filters of a block: <c>trim | upper</c>.</summary>
    public List<FilterCall> ParseFilters()
    {
        var filters = new List<FilterCall>();
        do
        {
            filters.Add(ParseFilter(input: null));
        }
        while (tokens.TryTakeSign("|"));
        return filters;
    }

    /// <summary>The arguments of a call, whose bracket is the next token.</summary>
    public Call ParseArguments(Expression function)
    {
        int line = tokens.Line;
        var positional = new List<Expression>();
        var named = new List<(string, Expression)>();
        tokens.RequireSign("(");
        while (!tokens.TryTakeSign(")"))
        {
            if (positional.Count + named.Count > 0)
            {
                tokens.RequireSign(",");
                if (tokens.TryTakeSign(")"))
                {
                    break;
                }
            }

            if (tokens.Now.Kind == TokenKind.Name && tokens.After.IsSign("="))
            {
                string name = tokens.Take().Value;
                tokens.Take();
                named.Add((name, Parse()));
            }
            else
            {
                positional.Add(Parse());
            }
        }

        return new Call(line, function, positional, named);
    }

    private Expression ParseConditional()
    {
        Expression value = ParseOr();
        while (tokens.Now.IsName("if"))
        {
            int line = tokens.Take().Line;
            Expression condition = ParseOr();
            Expression? otherwise = tokens.TryTakeName("else") ? ParseConditional() : null;
            value = new Conditional(line, condition, value, otherwise);
        }

        return value;
    }

    private Expression ParseOr()
    {
        Expression left = ParseAnd();
        while (tokens.Now.IsName("or"))
        {
            left = new Logical(tokens.Take().Line, left, ParseAnd(), isAnd: false);
        }

        return left;
    }

    private Expression ParseAnd()
    {
        Expression left = ParseNot();
        while (tokens.Now.IsName("and"))
        {
            left = new Logical(tokens.Take().Line, left, ParseNot(), isAnd: true);
        }

        return left;
    }

    private Expression ParseNot()
    {
        tokens.RequireStack();
        return tokens.Now.IsName("not") ? new Not(tokens.Take().Line, ParseNot()) : ParseComparison();
    }

    private Expression ParseComparison()
    {
        int line = tokens.Line;
        Expression first = ParseSum();
        var rest = new List<(string, Expression)>();
        while (true)
        {
            if (tokens.Now.Kind == TokenKind.Sign && s_comparisons.Contains(tokens.Now.Value))
            {
                rest.Add((tokens.Take().Value, ParseSum()));
            }
            else if (tokens.TryTakeName("in"))
            {
                rest.Add(("in", ParseSum()));
            }
            else if (tokens.Now.IsName("not") && tokens.After.IsName("in"))
            {
                tokens.Take();
                tokens.Take();
                rest.Add(("not in", ParseSum()));
            }
            else
            {
                return rest.Count == 0 ? first : new Comparison(line, first, rest);
            }
        }
    }

    private Expression ParseSum() => ParseBinary(() => ParseBinary(() => ParseBinary(ParsePower, "*", "/", "//", "%"), "~"), "+", "-");

    private Expression ParsePower() => ParseBinary(() => ParseUnary(hasFilters: true), "**");

    private Expression ParseBinary(Func<Expression> operand, params string[] signs)
    {
        Expression left = operand();
        while (tokens.Now.Kind == TokenKind.Sign && signs.Contains(tokens.Now.Value))
        {
            Token sign = tokens.Take();
            left = new Binary(sign.Line, sign.Value, left, operand());
        }

        return left;
    }

    private Expression ParseUnary(bool hasFilters)
    {
        tokens.RequireStack();
        int line = tokens.Line;
        Expression value = tokens.TryTakeSign("-") ? new Signed(line, ParseUnary(hasFilters: false), isNegative: true)
            : tokens.TryTakeSign("+") ? new Signed(line, ParseUnary(hasFilters: false), isNegative: false)
            : ParsePostfix(ParsePrimary());
        return hasFilters ? ParseFiltersAndTests(value) : value;
    }

    private Expression ParsePostfix(Expression value)
    {
        while (true)
        {
            int line = tokens.Line;
            if (tokens.TryTakeSign("."))
            {
                Token name = tokens.Now.Kind == TokenKind.Integer ? tokens.Take() : tokens.Require(TokenKind.Name, "a name");
                object key = name.Kind == TokenKind.Integer ? long.Parse(name.Value, CultureInfo.InvariantCulture) : name.Value;
                value = new Member(line, value, new Literal(line, key), isAttribute: true);
            }
            else if (tokens.TryTakeSign("["))
            {
                value = ParseSubscript(value, line);
            }
            else if (tokens.Now.IsSign("("))
            {
                value = ParseArguments(value);
            }
            else
            {
                return value;
            }
        }
    }

    private Expression ParseSubscript(Expression owner, int line)
    {
        var bounds = new Expression?[3];
        int colons = 0;
        while (!tokens.TryTakeSign("]"))
        {
            if (colons < 2 && tokens.TryTakeSign(":"))
            {
                colons++;
            }
            else
            {
                bounds[colons] = bounds[colons] is null ? Parse() : throw tokens.Unexpected("']'");
            }
        }

        return colons > 0 ? new Slice(line, owner, bounds[0], bounds[1], bounds[2])
            : bounds[0] is { } key ? new Member(line, owner, key, isAttribute: false)
            : throw tokens.Error("a subscript is empty");
    }

    private Expression ParseFiltersAndTests(Expression value)
    {
        while (true)
        {
            if (tokens.TryTakeSign("|"))
            {
                value = ParseFilter(value);
            }
            else if (tokens.Now.IsName("is"))
            {
                value = ParseTest(value);
            }
            else if (tokens.Now.IsSign("("))
            {
                value = ParseArguments(value);
            }
            else
            {
                return value;
            }
        }
    }

    private FilterCall ParseFilter(Expression? input)
    {
        Token name = tokens.Require(TokenKind.Name, "the name of a filter");
        Call arguments = tokens.Now.IsSign("(") ? ParseArguments(new Variable(name.Line, name.Value)) : NoArguments(name);
        return tokens.Made(() => new FilterCall(name.Line, input, name.Value, arguments));
    }

    private TestCall ParseTest(Expression input)
    {
        tokens.RequireName("is");
        bool isNegated = tokens.TryTakeName("not");
        Token name = tokens.Require(TokenKind.Name, "the name of a test");
        Call arguments = tokens.Now.IsSign("(") ? ParseArguments(new Variable(name.Line, name.Value))
            : IsOperand(tokens.Now) ? new Call(name.Line, new Variable(name.Line, name.Value), [ParsePostfix(ParsePrimary())], [])
            : NoArguments(name);
        return tokens.Made(() => new TestCall(name.Line, input, name.Value, arguments, isNegated));
    }

    // A test takes one operand without brackets: x is divisibleby 3.
    private static bool IsOperand(Token token) => token.Kind switch
    {
        TokenKind.Name => token.Value is not ("else" or "or" or "and" or "is" or "if" or "not" or "in" or "recursive"),
        TokenKind.Text or TokenKind.Integer or TokenKind.Float => true,
        _ => token.IsSign("[") || token.IsSign("{"),
    };

    private static Call NoArguments(Token name) => new(name.Line, new Variable(name.Line, name.Value), [], []);

    private Expression ParsePrimary()
    {
        Token token = tokens.Take();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return token.Value switch
                {
                    "true" or "True" => new Literal(token.Line, true),
                    "false" or "False" => new Literal(token.Line, false),
                    "none" or "None" => new Literal(token.Line, null),
                    _ => new Variable(token.Line, token.Value),
                };
            case TokenKind.Text:
                string text = token.Value;
                while (tokens.Now.Kind == TokenKind.Text)
                {
                    text += tokens.Take().Value;
                }

                return new Literal(token.Line, text);
            case TokenKind.Integer when long.TryParse(token.Value, CultureInfo.InvariantCulture, out long n):
                return new Literal(token.Line, n);
            case TokenKind.Float:
                return new Literal(token.Line, double.Parse(token.Value, CultureInfo.InvariantCulture));
            case TokenKind.Sign when token.Value == "(":
                return ParseBracketed(token.Line);
            case TokenKind.Sign when token.Value == "[":
                return new ListLiteral(token.Line, ParseItems("]", Parse), isTuple: false);
            case TokenKind.Sign when token.Value == "{":
                return new MapLiteral(token.Line, ParseItems("}", ParseMember));
            default:
                throw tokens.Error($"{token.Shown} where a value belongs");
        }
    }

    private Expression ParseBracketed(int line)
    {
        if (tokens.TryTakeSign(")"))
        {
            return new ListLiteral(line, [], isTuple: true);
        }

        Expression value = ParseTuple();
        tokens.RequireSign(")");
        return value;
    }

    private (Expression, Expression) ParseMember()
    {
        Expression key = Parse();
        tokens.RequireSign(":");
        return (key, Parse());
    }

    private List<T> ParseItems<T>(string close, Func<T> parse)
    {
        var items = new List<T>();
        while (!tokens.TryTakeSign(close))
        {
            if (items.Count > 0)
            {
                tokens.RequireSign(",");
                if (tokens.TryTakeSign(close))
                {
                    break;
                }
            }

            items.Add(parse());
        }

        return items;
    }
}
