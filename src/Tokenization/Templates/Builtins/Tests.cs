using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Builtins;

/// <summary>What stands after <c>is</c>.</summary>
internal delegate bool Test(object? value, Arguments arguments);

/// <summary>Jinja's tests.</summary>
internal static class Tests
{
    private static readonly Dictionary<string, Test> s_known = new(StringComparer.Ordinal)
    {
        ["defined"] = (v, _) => v is not Undefined,
        ["undefined"] = (v, _) => v is Undefined,
        ["none"] = (v, _) => v is null,
        ["string"] = (v, _) => v is string,
        ["number"] = (v, _) => v is long or double or bool,
        ["integer"] = (v, _) => v is long,
        ["float"] = (v, _) => v is double,
        ["boolean"] = (v, _) => v is bool,
        ["true"] = (v, _) => v is true,
        ["false"] = (v, _) => v is false,
        ["mapping"] = (v, _) => v is TemplateMap { IsNamespace: false },
        ["sequence"] = (v, _) => v is string or TemplateList or TemplateMap,
        ["iterable"] = (v, _) => v is string or TemplateList or TemplateMap or Undefined,
        ["callable"] = (v, _) => v is Callable,
        ["odd"] = (v, _) => Whole(v) % 2 != 0,
        ["even"] = (v, _) => Whole(v) % 2 == 0,
        ["divisibleby"] = (v, a) => Whole(v) % Whole(a.Require(0, "num")) == 0,
        ["lower"] = (v, _) => v is string s && s.Any(char.IsLetter) && !s.Any(char.IsUpper),
        ["upper"] = (v, _) => v is string s && s.Any(char.IsLetter) && !s.Any(char.IsLower),
        ["in"] = (v, a) => Python.Contains(a.Require(0, "seq"), v),
        ["sameas"] = (v, a) => v is null ? a.Require(0, "other") is null : ReferenceEquals(v, a.Require(0, "other")) || (v is ValueType && v.Equals(a.Require(0, "other"))),
        ["eq"] = Compared("=="),
        ["equalto"] = Compared("=="),
        ["ne"] = Compared("!="),
        ["lt"] = Compared("<"),
        ["lessthan"] = Compared("<"),
        ["gt"] = Compared(">"),
        ["greaterthan"] = Compared(">"),
        ["le"] = Compared("<="),
        ["ge"] = Compared(">="),
    };

    public static IEnumerable<string> Names => s_known.Keys.Order(StringComparer.Ordinal);

    public static Test? Find(string name) => s_known.GetValueOrDefault(name switch { "==" => "eq", "!=" => "ne", _ => name });

    private static Test Compared(string sign) => (v, a) => Operators.Compare(sign, v, a.Require(0, "other"));

    private static long Whole(object? value) => value is long n ? n : throw new TemplateError($"{Python.Kind(value)} is no whole number");
}
