namespace LoadGen.Tokenization.Templates;

/// <summary>What went wrong, before it is known where: the node that is evaluated adds name and line.</summary>
internal sealed class TemplateError(string message) : Exception(message);
