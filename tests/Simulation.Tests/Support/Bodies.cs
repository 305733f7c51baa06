using System.Text.Json.Nodes;

namespace LoadGen.Simulation.Tests.Support;

/// <summary>Right bodies made wrong in one place.</summary>
internal static class Bodies
{
    /// <summary>Sets a member (of an object in the body: <c>outer.inner</c>), or removes it.</summary>
    public static string Edit(string body, string path, string? value)
    {
        JsonObject root = JsonNode.Parse(body)!.AsObject();
        string[] names = path.Split('.');
        JsonObject parent = names.Length == 1 ? root : root[names[0]]!.AsObject();
        parent.Remove(names[^1]);
        if (value is not null)
        {
            parent.Add(names[^1], JsonNode.Parse(value));
        }

        return root.ToJsonString();
    }
}
