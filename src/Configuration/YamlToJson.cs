using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace LoadGen.Configuration;

/// <summary>
/// Turns YAML nodes into JSON that a type accepts, and says everything that it would not. What is wrong is left out, up to the nearest key
/// that may be missing, so that the rest can still be checked.
/// </summary>
internal sealed class YamlToJson(ProblemList problems, IReadOnlyDictionary<Type, object> defaults)
{
    /// <summary>The JSON for one value; null, with the problems added, when it is wrong.</summary>
    public JsonNode? Convert(YamlNode node, JsonTypeInfo type, string path)
    {
        if (Nullable.GetUnderlyingType(type.Type) is { } underlying)
        {
            type = type.Options.GetTypeInfo(underlying);
        }

        if (node is YamlScalar { Kind: ScalarKind.Null })
        {
            problems.AddAt(node.Place, path, $"has no value; accepted: {Words.Accepted(type)}, or leave the key out");
            return null;
        }

        return (type.Kind, node) switch
        {
            (_, _) when type.Type == typeof(JsonElement) => AnyJson.From(node),
            (JsonTypeInfoKind.Object, YamlMapping mapping) => Object(mapping, type, path),
            (JsonTypeInfoKind.Dictionary, YamlMapping mapping) => Dictionary(mapping, type, path),
            (JsonTypeInfoKind.Enumerable, YamlSequence sequence) => List(sequence, type, path),
            (JsonTypeInfoKind.None, YamlScalar scalar) => Scalar(scalar, type, path),
            _ => Wrong(node, type, path),
        };
    }

    private JsonObject? Object(YamlMapping mapping, JsonTypeInfo type, string path)
    {
        var properties = type.Properties.ToDictionary(p => p.Name, StringComparer.Ordinal);
        var json = new JsonObject();
        foreach (YamlEntry entry in mapping.Entries)
        {
            string child = Places.Child(path, entry.Key);
            if (!properties.TryGetValue(entry.Key, out JsonPropertyInfo? property))
            {
                problems.AddAt(entry.KeyPlace, child, Words.UnknownKey(entry.Key, properties.Keys));
                problems.MarkIncomplete(path);
            }
            else if (Convert(entry.Value, type.Options.GetTypeInfo(property.PropertyType), child) is { } value)
            {
                json.Add(entry.Key, value);
            }
            else
            {
                problems.MarkIncomplete(path);
            }
        }

        return AddMissing(json, mapping, type, path) ? json : null;
    }

    // False when a required key is missing: then there can be no object.
    private bool AddMissing(JsonObject json, YamlMapping mapping, JsonTypeInfo type, string path)
    {
        bool isWhole = true;
        foreach (JsonPropertyInfo property in type.Properties.Where(p => !json.ContainsKey(p.Name)))
        {
            JsonTypeInfo propertyType = type.Options.GetTypeInfo(property.PropertyType);
            if (!property.IsRequired)
            {
                object? value = property.Get!(DefaultsOf(type));
                json.Add(property.Name, value is null ? null : JsonSerializer.SerializeToNode(value, propertyType));
                continue;
            }

            isWhole = false;
            if (!mapping.Entries.Any(e => e.Key == property.Name))
            {
                problems.AddAt(
                    path.Length == 0 ? mapping.Place : problems.Places.Of(path),
                    path,
                    $"the key '{property.Name}' is missing; accepted: {Words.Accepted(propertyType)}");
            }
        }

        return isWhole;
    }

    private object DefaultsOf(JsonTypeInfo type) => defaults.TryGetValue(type.Type, out object? value)
        ? value
        : throw new InvalidOperationException($"no defaults of {type.Type.Name} were given to the YamlSchema: its keys that may be left out would all become zero or null");

    private JsonObject Dictionary(YamlMapping mapping, JsonTypeInfo type, string path)
    {
        JsonTypeInfo element = type.Options.GetTypeInfo(type.ElementType!);
        var json = new JsonObject();
        foreach (YamlEntry entry in mapping.Entries)
        {
            if (Convert(entry.Value, element, Places.Child(path, entry.Key)) is { } value)
            {
                json.Add(entry.Key, value);
            }
            else
            {
                problems.MarkIncomplete(path);
            }
        }

        return json;
    }

    // One wrong item takes the list with it: without the item, all after it would stand at another index.
    private JsonArray? List(YamlSequence sequence, JsonTypeInfo type, string path)
    {
        JsonTypeInfo element = type.Options.GetTypeInfo(type.ElementType!);
        var json = new JsonArray();
        bool isWhole = true;
        for (int i = 0; i < sequence.Items.Count; i++)
        {
            JsonNode? item = Convert(sequence.Items[i], element, Places.Item(path, i));
            isWhole &= item is not null;
            json.Add(item);
        }

        return isWhole ? json : null;
    }

    private JsonValue? Scalar(YamlScalar scalar, JsonTypeInfo type, string path)
    {
        JsonValue? json = ScalarToJson.Convert(scalar, type.Type, out string? why);
        if (json is null)
        {
            problems.AddAt(scalar.Place, path, $"found {Words.Found(scalar, path)}; accepted: {Words.Accepted(type)}{why}");
        }
        else if (path.EndsWith("_env", StringComparison.Ordinal) && !Words.IsVariableName(scalar.Text))
        {
            problems.AddAt(scalar.Place, path, "this is no name of an environment variable; accepted: letters, digits and _, without $ and not the value itself");
            return null;
        }

        return json;
    }

    private JsonNode? Wrong(YamlNode node, JsonTypeInfo type, string path)
    {
        problems.AddAt(node.Place, path, $"found {Words.Found(node, path)}; accepted: {Words.Accepted(type)}");
        return null;
    }
}
