using System.Text.Json.Nodes;

namespace LoadGen.Configuration;

/// <summary>A value whose type the file itself says: for settings that are handed on as they are.</summary>
internal static class AnyJson
{
    public static JsonNode? From(YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                var json = new JsonObject();
                foreach (YamlEntry entry in mapping.Entries)
                {
                    json.Add(entry.Key, From(entry.Value));
                }

                return json;
            case YamlSequence sequence:
                return new JsonArray([.. sequence.Items.Select(From)]);
            case YamlScalar { Kind: ScalarKind.Null }:
                return null;
            case YamlScalar { Kind: ScalarKind.Boolean } scalar:
                return JsonValue.Create(CoreSchema.Boolean(scalar.Text));
            case YamlScalar { Kind: ScalarKind.WholeNumber } scalar when CoreSchema.TryInteger(scalar.Text, out long whole):
                return JsonValue.Create(whole);
            case YamlScalar { Kind: ScalarKind.WholeNumber or ScalarKind.RealNumber } scalar when CoreSchema.TryFloat(scalar.Text, out double real):
                return JsonValue.Create(real);
            default:
                return JsonValue.Create(((YamlScalar)node).Text);
        }
    }
}
