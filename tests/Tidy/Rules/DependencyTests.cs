using System.Text.Json;
using System.Xml.Linq;
using LoadGen.Tidy.Reading;

namespace LoadGen.Tidy.Rules;

/// <summary>What others wrote is named, with version, licence and reason, in docs/dependencies.md.</summary>
public class DependencyTests
{
    private const string Document = "docs/dependencies.md";

    [Fact]
    public void Every_package_stands_in_the_document_with_its_version()
    {
        SourceFile versions = Repository.File("Directory.Packages.props");
        Finding.AssertNone(
            from package in XDocument.Parse(versions.Text).Descendants("PackageVersion")
            let id = (string)package.Attribute("Include")!
            let version = (string)package.Attribute("Version")!
            where !HasRow(id, version)
            select new Finding(versions.Path, LineOf(versions, $"\"{id}\""), $"{id} {version} has no row in {Document}"));
    }

    [Fact]
    public void Versions_are_pinned_in_one_place() => Finding.AssertNone(
        from project in Repository.Projects
        from reference in XDocument.Parse(project.Text).Descendants("PackageReference")
        where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
        let id = (string)reference.Attribute("Include")!
        select new Finding(project.Path, LineOf(project, $"\"{id}\""), $"the version of {id} belongs into Directory.Packages.props"));

    [Fact]
    public void Every_npm_package_is_pinned_and_stands_in_the_document() => Finding.AssertNone(
        from file in Repository.Files
        where file.Name == "package.json"
        from section in JsonDocument.Parse(file.Text).RootElement.EnumerateObject()
        where section.Name is "dependencies" or "devDependencies"
        from package in section.Value.EnumerateObject()
        let version = package.Value.GetString()!
        where !char.IsAsciiDigit(version[0]) || !HasRow(package.Name, version)
        select new Finding(file.Path, LineOf(file, $"\"{package.Name}\""), $"pin {package.Name}, and give it a row in {Document}"));

    [Fact]
    public void Every_project_has_its_lock_file() => Finding.AssertNone(
        from project in Repository.Projects
        where !Repository.Exists($"{project.Folder}/packages.lock.json")
        select new Finding(project.Path, 1, "packages.lock.json is missing: dotnet restore, and commit it"));

    private static bool HasRow(string id, string version) => Repository.File(Document).Lines
        .Any(line => line.Split('|', StringSplitOptions.TrimEntries) is ["", var name, var pinned, ..]
            && name.Trim('`') == id && pinned == version);

    private static int LineOf(SourceFile file, string text) =>
        Array.FindIndex(file.Lines, line => line.Contains(text, StringComparison.Ordinal)) + 1;
}
