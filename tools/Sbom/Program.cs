using LoadGen.Sbom;

// Writes the CycloneDX SBOM of the published binary from what was really restored and linked:
//   sbom --assets project.assets.json --packages FOLDER --binary FILE --rid RID --commit ID
//        [--linked NAME=VERSION]... --output FILE
try
{
    var options = Options.Parse(args);
    var restore = RestoredPackages.Read(options.Assets, options.Rid);
    IEnumerable<Component> packages = restore.Packages.Select(package => Component.FromPackage(package, options.Packages));
    IEnumerable<Component> linked = options.Linked.Select(Component.FromLinkedLibrary);
    var document = new CycloneDxDocument(options.Binary, restore.ApplicationVersion, options.Rid, options.Commit);
    File.WriteAllText(options.Output, document.Write([.. packages, .. linked]));
    return 0;
}
catch (Exception failure) when (failure is SbomException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"sbom: {failure.Message}");
    return 2;
}
