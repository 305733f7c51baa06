using LoadGen.Cli.Options;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Evidence;

namespace LoadGen.Cli.Checking;

/// <summary>Checks evidence that someone handed over.</summary>
internal static class Verification
{
    // As many as a screen holds: the first says what is wrong, the last no more.
    private const int LinesMax = 20;

    public static int Run(VerifyChoice choice)
    {
        EvidenceArchive archive = EvidenceArchive.Check(choice.Archive, choice.Digest);
        if (archive.Findings.Count > 0)
        {
            return Refuse(choice.Archive, archive.Findings);
        }

        (VerdictDocument computed, IReadOnlyList<EvidenceFinding> differences) = EvidenceReplay.Run(archive);
        if (differences.Count > 0)
        {
            return Refuse(choice.Archive, differences);
        }

        if (choice.Json)
        {
            CheckOutput.WriteJson(computed);
        }
        else
        {
            CheckOutput.WriteTable(computed);
            Console.Out.WriteLine($"Verified: {archive.Manifest!.Files.Count} files of {choice.Archive} are as packed by {archive.Manifest.Tool.Name} {archive.Manifest.Tool.Version}, and their records give this verdict again");
            Console.Out.WriteLine($"Digest: {archive.ManifestDigest}{(choice.Digest is null ? " (compare it with the one that you were given, or pass --digest)" : ", as given")}");
        }

        return ExitCode.Of(computed.Verdict);
    }

    private static int Refuse(string archive, IReadOnlyList<EvidenceFinding> problems)
    {
        foreach (EvidenceFinding problem in problems.Take(LinesMax))
        {
            Console.Error.WriteLine($"loadgen: {archive}: {problem}");
        }

        if (problems.Count > LinesMax)
        {
            Console.Error.WriteLine($"loadgen: {archive}: and {problems.Count - LinesMax} more");
        }

        return ExitCode.Failed;
    }
}
