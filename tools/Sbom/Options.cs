namespace LoadGen.Sbom;

/// <summary>The command line. All options but <c>--linked</c> are required.</summary>
internal sealed record Options(
    string Assets, string Packages, string Binary, string Rid, string Commit, string Output, IReadOnlyList<string> Linked)
{
    private static readonly string[] s_required = ["--assets", "--packages", "--binary", "--rid", "--commit", "--output"];

    public static Options Parse(string[] args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var linked = new List<string>();
        for (int i = 0; i < args.Length; i += 2)
        {
            string name = args[i];
            if (i + 1 == args.Length)
            {
                throw new SbomException($"{name} lacks its value");
            }

            if (name == "--linked")
            {
                linked.Add(args[i + 1]);
            }
            else if (!s_required.Contains(name) || !values.TryAdd(name, args[i + 1]))
            {
                throw new SbomException($"unknown or repeated option '{name}'; known: {string.Join(' ', s_required)} --linked");
            }
        }

        string Required(string name) =>
            values.TryGetValue(name, out string? value) ? value : throw new SbomException($"{name} is missing");

        return new Options(
            Required("--assets"), Required("--packages"), Required("--binary"), Required("--rid"),
            Required("--commit"), Required("--output"), linked);
    }
}
