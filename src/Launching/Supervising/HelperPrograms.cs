namespace LoadGen.Launching.Supervising;

/// <summary>What engines let run beside them, and let go: compilers, and queries of GPUs.</summary>
internal static class HelperPrograms
{
    // Behind an interpreter or a shell's -c the program is the third word at most; further on stand arguments, such as a model's folder.
    private const int WordsMax = 3;

    private static readonly string[] s_programs = ["ptxas", "nvcc", "cicc", "cc1plus", "ninja", "hipcc", "clang", "nvidia-smi", "amd-smi", "rocm-smi"];

    // Parts of Python's own helpers: PyTorch's pool of compilers, which ends when it has been idle, and multiprocessing's bookkeeper.
    private static readonly string[] s_parts = ["compile_worker", "resource_tracker"];

    /// <summary>Whether a command line is one of them.</summary>
    public static bool Has(string command) =>
        s_parts.Any(part => command.Contains(part, StringComparison.Ordinal))
        || command.Split(' ', WordsMax + 1, StringSplitOptions.RemoveEmptyEntries).Take(WordsMax).Any(word => s_programs.Contains(Program(word), StringComparer.Ordinal));

    // clang++-17 is clang.
    private static string Program(string word) => Path.GetFileName(word).TrimEnd("0123456789.-+".ToCharArray());
}
