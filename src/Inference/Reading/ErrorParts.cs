namespace LoadGen.Inference.Reading;

/// <summary>An error body's parts as raw JSON string contents, escapes not undone; empty when absent.</summary>
internal ref struct ErrorParts
{
    public ReadOnlySpan<byte> Message;

    public ReadOnlySpan<byte> Type;

    public ReadOnlySpan<byte> Code;

    /// <summary>FastAPI's <c>loc</c> array as JSON: where in the request the fault is.</summary>
    public ReadOnlySpan<byte> Location;

    /// <summary>
    /// What one object says, from its <c>error</c>, its own fields and its <c>detail</c>. The innermost message is the most exact;
    /// the outer type and code fill in what it leaves out.
    /// </summary>
    public static ErrorParts Choose(ErrorParts error, ErrorParts own, ErrorParts detail)
    {
        // {"error":"Not Found","message":"no such route"}: the bare word is the kind, the message says more.
        bool errorIsBareWord = !error.Message.IsEmpty && error.Type.IsEmpty && error.Code.IsEmpty && !own.Message.IsEmpty;
        ErrorParts best = !error.Message.IsEmpty && !errorIsBareWord ? error : !own.Message.IsEmpty ? own : detail;
        best.Type = FirstOf(best.Type, own.Type, errorIsBareWord ? error.Message : error.Type);
        best.Code = FirstOf(best.Code, own.Code, error.Code);
        return best;
    }

    private static ReadOnlySpan<byte> FirstOf(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c) =>
        !a.IsEmpty ? a : !b.IsEmpty ? b : c;
}
