namespace LoadGen.Economics.Skus;

/// <summary>A SKU was named that the catalog does not have. Its message says which was probably meant, and which there are.</summary>
public sealed class UnknownSkuException(string message) : ArgumentException(message);
