using LoadGen.Tokenization.Templates.Nodes;

namespace LoadGen.Tokenization.Templates.Reading;

/// <summary>Statements. Templates that reach for others (import, include, extends, block) are refused: a chat template is one text.</summary>
internal sealed class TemplateParser
{
    private const string Known = "if, for, set, macro, call, filter, break, continue, generation, raw";

    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;

    private TemplateParser(TokenStream tokens)
    {
        _tokens = tokens;
        _expressions = new ExpressionParser(tokens);
    }

    public static List<Statement> Parse(string name, string source)
    {
        var tokens = new TokenStream(name, Lexer.Read(name, source));
        List<Statement> all = new TemplateParser(tokens).ParseUntil();
        return tokens.Now.Kind == TokenKind.End ? all : throw tokens.Error($"{{% {tokens.After.Shown} %}} ends nothing");
    }

    // To the end, or before a block whose tag is one of these; the caller takes that.
    private List<Statement> ParseUntil(params ReadOnlySpan<string> ends)
    {
        _tokens.RequireStack();
        var all = new List<Statement>();
        while (true)
        {
            Token token = _tokens.Now;
            switch (token.Kind)
            {
                case TokenKind.End:
                    return ends.IsEmpty ? all : throw _tokens.Unexpected($"{{% {string.Join(" %} or {% ", ends!)} %}}");
                case TokenKind.Data:
                    _tokens.Take();
                    all.Add(new Data(token.Line, token.Value));
                    break;
                case TokenKind.PrintStart:
                    _tokens.Take();
                    all.Add(new Print(token.Line, _expressions.ParseTuple()));
                    _tokens.Require(TokenKind.PrintEnd, "}}");
                    break;
                default:
                    if (ends.Contains(_tokens.After.Value) || _tokens.After.Value.StartsWith("end", StringComparison.Ordinal) || _tokens.After.Value is "else" or "elif")
                    {
                        return ends.Contains(_tokens.After.Value) || ends.IsEmpty ? all : throw _tokens.Error($"{{% {_tokens.After.Value} %}} where {{% {string.Join(" %} or {% ", ends!)} %}} belongs");
                    }

                    _tokens.Take();
                    all.Add(ParseBlock());
                    break;
            }
        }
    }

    private Statement ParseBlock()
    {
        Token tag = _tokens.Require(TokenKind.Name, $"the name of a block ({Known})");
        switch (tag.Value)
        {
            case "if":
                return ParseIf(tag.Line);
            case "for":
                return ParseFor(tag.Line);
            case "set":
                return ParseSet(tag.Line);
            case "macro":
                return ParseMacro(tag.Line);
            case "call":
                return ParseCall(tag.Line);
            case "filter":
                List<FilterCall> filters = _expressions.ParseFilters();
                EndTag();
                return new FilterBlock(tag.Line, filters, ParseBody("endfilter"));
            case "break" or "continue":
                EndTag();
                return new Jump(tag.Line, tag.Value == "break" ? Flow.Break : Flow.Continue);
            case "generation":
                EndTag();
                return new Transparent(tag.Line, ParseBody("endgeneration"));
            default:
                throw _tokens.Error($"the block {tag.Value} is not supported; supported: {Known}");
        }
    }

    private If ParseIf(int line)
    {
        var branches = new List<(Expression, List<Statement>)>();
        List<Statement> otherwise = [];
        string end;
        do
        {
            Expression condition = _expressions.ParseTuple();
            EndTag();
            branches.Add((condition, ParseUntil("elif", "else", "endif")));
            end = TakeTag();
        }
        while (end == "elif");
        if (end == "else")
        {
            EndTag();
            otherwise = ParseUntil("endif");
            TakeTag();
        }

        EndTag();
        return new If(line, branches, otherwise);
    }

    private For ParseFor(int line)
    {
        var target = new Target(ParseNames());
        _tokens.RequireName("in");
        Expression items = _expressions.ParseWithoutCondition();
        Expression? condition = _tokens.TryTakeName("if") ? _expressions.Parse() : null;
        bool isRecursive = _tokens.TryTakeName("recursive");
        EndTag();
        List<Statement> body = ParseUntil("else", "endfor");
        List<Statement> otherwise = [];
        if (TakeTag() == "else")
        {
            EndTag();
            otherwise = ParseUntil("endfor");
            TakeTag();
        }

        EndTag();
        return new For(line, target, items, condition, isRecursive, body, otherwise);
    }

    private Statement ParseSet(int line)
    {
        List<string> names = ParseNames();
        string? member = names.Count == 1 && _tokens.TryTakeSign(".") ? _tokens.Require(TokenKind.Name, "a name").Value : null;
        var target = new Target(names, member);
        if (_tokens.TryTakeSign("="))
        {
            Expression value = _expressions.ParseTuple();
            EndTag();
            return new Set(line, target, value);
        }

        List<FilterCall> filters = _tokens.TryTakeSign("|") ? _expressions.ParseFilters() : [];
        EndTag();
        return new SetBlock(line, target, filters, ParseBody("endset"));
    }

    private Macro ParseMacro(int line)
    {
        string name = _tokens.Require(TokenKind.Name, "the macro's name").Value;
        List<(string, Expression?)> parameters = ParseParameters();
        EndTag();
        return new Macro(line, name, parameters, ParseBody("endmacro"));
    }

    private CallBlock ParseCall(int line)
    {
        List<(string, Expression?)> parameters = _tokens.Now.IsSign("(") ? ParseParameters() : [];
        Call call = _expressions.Parse() as Call ?? throw _tokens.Error("{% call %} needs a macro that is called");
        EndTag();
        return new CallBlock(line, call, new Macro(line, "caller", parameters, ParseBody("endcall")));
    }

    private List<(string, Expression?)> ParseParameters()
    {
        var parameters = new List<(string, Expression?)>();
        _tokens.RequireSign("(");
        while (!_tokens.TryTakeSign(")"))
        {
            if (parameters.Count > 0)
            {
                _tokens.RequireSign(",");
            }

            string name = _tokens.Require(TokenKind.Name, "a parameter's name").Value;
            parameters.Add((name, _tokens.TryTakeSign("=") ? _expressions.Parse() : null));
        }

        return parameters;
    }

    private List<string> ParseNames()
    {
        bool isBracketed = _tokens.TryTakeSign("(");
        var names = new List<string>();
        do
        {
            names.Add(_tokens.Require(TokenKind.Name, "a name").Value);
        }
        while (_tokens.TryTakeSign(","));
        if (isBracketed)
        {
            _tokens.RequireSign(")");
        }

        return names;
    }

    private List<Statement> ParseBody(string end)
    {
        List<Statement> body = ParseUntil(end);
        TakeTag();
        EndTag();
        return body;
    }

    private string TakeTag()
    {
        _tokens.Take();
        return _tokens.Take().Value;
    }

    private void EndTag() => _tokens.Require(TokenKind.BlockEnd, "%}");
}
