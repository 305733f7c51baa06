using System.Runtime.CompilerServices;

namespace LoadGen.Tokenization.Templates.Reading;

/// <summary>Tokens, one after the other.</summary>
internal sealed class TokenStream(string name, List<Token> tokens)
{
    private int _at;

    public Token Now => tokens[_at];

    public Token After => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    public int Line => Now.Line;

    /// <summary>Parsing is recursive: too deep a template is an error, not the end of the process.</summary>
    public void RequireStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error("nested too deeply");
        }
    }

    public Token Take() => tokens[_at < tokens.Count - 1 ? _at++ : _at];

    public bool TryTakeSign(string sign)
    {
        bool isThere = Now.IsSign(sign);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    public bool TryTakeName(string word)
    {
        bool isThere = Now.IsName(word);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    public void RequireSign(string sign)
    {
        if (!TryTakeSign(sign))
        {
            throw Unexpected($"'{sign}'");
        }
    }

    public void RequireName(string word)
    {
        if (!TryTakeName(word))
        {
            throw Unexpected(word);
        }
    }

    public Token Require(TokenKind kind, string expected) => Now.Kind == kind ? Take() : throw Unexpected(expected);

    public TemplateException Unexpected(string expected) => Error($"{Now.Shown} where {expected} belongs");

    public TemplateException Error(string message) => new(name, Line, message);

    /// <summary>Makes a node, whose errors are of this line.</summary>
    public T Made<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (TemplateError e)
        {
            throw new TemplateException(name, Line, e.Message, e);
        }
    }
}
