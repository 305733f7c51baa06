namespace LoadGen.Tokenization.Templates.Values;

/// <summary>A list, or a tuple: the two differ in how they print.</summary>
internal sealed class TemplateList : List<object?>
{
    public TemplateList()
    {
    }

    public TemplateList(IEnumerable<object?> items, bool isTuple = false)
        : base(items) => IsTuple = isTuple;

    public bool IsTuple { get; }
}
