namespace LoadGen.Economics.Catalogs;

/// <summary>A file of a catalog.</summary>
/// <param name="Path">As problems name it.</param>
/// <param name="Read">The way to its text.</param>
internal sealed record CatalogFile(string Path, Func<string> Read);
