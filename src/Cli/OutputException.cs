namespace LoadGen.Cli;

/// <summary>Standard output takes no more: its disk is full, for one. A reader that went away is none of it: that ends the output in silence.</summary>
internal sealed class OutputException(string message, Exception inner) : Exception(message, inner);
