using System.Text.Json.Serialization;

namespace LoadGen.Economics.PriceLists;

/// <summary>How price lists map to the keys of their files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TokenPriceList))]
internal sealed partial class PriceListJson : JsonSerializerContext;
