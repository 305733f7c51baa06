namespace LoadGen.Cli;

/// <summary>The end of standard input: how a program that was started by another learns that it is not wanted any more, or that the other is gone.</summary>
internal static class InputEnd
{
    /// <summary>Cancels at the end of standard input.</summary>
    /// <param name="end">Disposed of only when the process is about to end anyway.</param>
    public static async Task CancelAsync(CancellationTokenSource end)
    {
        await using Stream input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
        await end.CancelAsync();
    }
}
