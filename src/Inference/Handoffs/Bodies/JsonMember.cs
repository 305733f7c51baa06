namespace LoadGen.Inference.Handoffs.Bodies;

/// <summary>Where one member of an object stands in its text.</summary>
/// <param name="Name">Its name, escapes undone; a slice of the text where it has none.</param>
/// <param name="Opening">Offset of the <c>{</c> or <c>,</c> before it.</param>
/// <param name="ValueStart">Offset of its value.</param>
/// <param name="ValueEnd">Offset behind its value.</param>
internal readonly record struct JsonMember(ReadOnlyMemory<byte> Name, int Opening, int ValueStart, int ValueEnd);
