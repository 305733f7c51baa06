namespace LoadGen.Economics.Models;

/// <summary>A model was named that the catalog does not have. Its message says which was probably meant, and which there are.</summary>
public sealed class UnknownModelException(string message) : ArgumentException(message);
