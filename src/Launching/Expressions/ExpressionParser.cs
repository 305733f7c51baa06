using System.Globalization;

namespace LoadGen.Launching.Expressions;

/// <summary>
/// Reads an expression by recursive descent. From the loosest binding to the tightest:
/// <code>
/// choice   = or [ "?" choice ":" choice ]
/// or       = and  { "||" and }            and  = same { "&amp;&amp;" same }
/// same     = less { ( "==" | "!=" ) less }
/// less     = sum  { ( "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) sum }
/// sum      = term { ( "+" | "-" ) term }  term = unary { ( "*" | "/" | "//" | "%" ) unary }
/// unary    = ( "-" | "!" ) unary | primary
/// primary  = integer | real | text | "true" | "false" | name | function "(" choice { "," choice } ")" | "(" choice ")"
/// </code>
/// </summary>
internal sealed class ExpressionParser
{
    // Deeper than anyone writes; each level calls a dozen methods.
    private const int DepthMax = 64;

    // A chain of operators is a tree as deep as it is long, and is evaluated by as many nested calls.
    private const int OperatorsMax = 1000;

    private static readonly string[][] s_levels = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "//", "%"]];

    private readonly ExpressionLexer _lexer;
    private ExpressionToken _token;
    private int _depth;
    private int _operators;

    private ExpressionParser(string text, int start)
    {
        _lexer = new ExpressionLexer(text, start);
        _token = _lexer.Next();
    }

    /// <summary>Reads up to the closing brace.</summary>
    /// <param name="text">The text that holds the expression.</param>
    /// <param name="start">Where the expression begins, behind <c>${</c>.</param>
    /// <param name="end">Where its closing brace stands.</param>
    /// <exception cref="ExpressionException">It is wrong.</exception>
    public static ExpressionNode Parse(string text, int start, out int end)
    {
        var parser = new ExpressionParser(text, start);
        ExpressionNode node = parser.Choice();
        if (parser._token.Kind != TokenKind.End)
        {
            throw new ExpressionException(parser._token.Position, $"found {parser._token.Describe()}; accepted: an operator or the expression's end");
        }

        end = parser._token.Position;
        return node;
    }

    private ExpressionNode Choice()
    {
        Deepen();
        ExpressionNode condition = Binary(0);
        if (_token.Is("?"))
        {
            int position = Take().Position;
            ExpressionNode then = Choice();
            Expect(":");
            condition = new ChoiceNode(position, condition, then, Choice());
        }

        _depth--;
        return condition;
    }

    private ExpressionNode Binary(int level)
    {
        if (level == s_levels.Length)
        {
            return Unary();
        }

        ExpressionNode left = Binary(level + 1);
        while (_token.Kind == TokenKind.Operator && s_levels[level].Contains(_token.Text))
        {
            if (++_operators > OperatorsMax)
            {
                throw new ExpressionException(_token.Position, $"more than {OperatorsMax} operators");
            }

            ExpressionToken symbol = Take();
            left = new BinaryNode(symbol.Position, symbol.Text, left, Binary(level + 1));
        }

        return left;
    }

    private ExpressionNode Unary()
    {
        if (!_token.Is("-") && !_token.Is("!"))
        {
            return Primary();
        }

        Deepen();
        ExpressionToken symbol = Take();
        ExpressionNode node = new UnaryNode(symbol.Position, symbol.Text, Unary());
        _depth--;
        return node;
    }

    private ExpressionNode Primary()
    {
        ExpressionToken token = Take();
        switch (token.Kind)
        {
            case TokenKind.Integer:
                return new ConstantNode(token.Position, ExpressionValue.Of(long.Parse(token.Text, CultureInfo.InvariantCulture)));
            case TokenKind.Real:
                return new ConstantNode(token.Position, ExpressionValue.Of(double.Parse(token.Text, CultureInfo.InvariantCulture)));
            case TokenKind.Text:
                return new ConstantNode(token.Position, ExpressionValue.Of(token.Text));
            case TokenKind.Name when token.Text is "true" or "false":
                return new ConstantNode(token.Position, ExpressionValue.Of(token.Text == "true"));
            case TokenKind.Name when _token.Is("("):
                return Call(token);
            case TokenKind.Name:
                return new NameNode(token.Position, token.Text);
            case TokenKind.Operator when token.Text == "(":
                ExpressionNode inner = Choice();
                Expect(")");
                return inner;
            default:
                throw new ExpressionException(token.Position, $"found {token.Describe()}; accepted: a name, a number, a text in quotes or a bracket");
        }
    }

    private CallNode Call(ExpressionToken name)
    {
        Functions.Check(name.Text, name.Position);
        Expect("(");
        List<ExpressionNode> arguments = [Choice()];
        while (_token.Is(","))
        {
            Take();
            arguments.Add(Choice());
        }

        Expect(")");
        return new CallNode(name.Position, name.Text, arguments);
    }

    private ExpressionToken Take()
    {
        ExpressionToken taken = _token;
        if (taken.Kind != TokenKind.End)
        {
            _token = _lexer.Next();
        }

        return taken;
    }

    private void Expect(string symbol)
    {
        ExpressionToken token = Take();
        if (!token.Is(symbol))
        {
            throw new ExpressionException(token.Position, $"found {token.Describe()}; accepted: {symbol}");
        }
    }

    private void Deepen()
    {
        if (++_depth > DepthMax)
        {
            throw new ExpressionException(_token.Position, $"nested deeper than {DepthMax} levels");
        }
    }
}
