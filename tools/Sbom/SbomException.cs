namespace LoadGen.Sbom;

internal sealed class SbomException(string message) : Exception(message);
