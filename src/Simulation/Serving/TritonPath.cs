namespace LoadGen.Simulation.Serving;

/// <summary>A path of Triton's generate extension: <c>/v2/models/NAME[/versions/VERSION]/generate</c> or <c>…/generate_stream</c>.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Stream">Whether a stream is wanted.</param>
internal readonly record struct TritonPath(string Model, bool Stream)
{
    private const string Start = "/v2/models/";

    public static bool TryParse(string path, out TritonPath parsed)
    {
        parsed = default;
        bool stream = path.EndsWith("/generate_stream", StringComparison.Ordinal);
        if (!path.StartsWith(Start, StringComparison.Ordinal) || (!stream && !path.EndsWith("/generate", StringComparison.Ordinal)))
        {
            return false;
        }

        int end = path.LastIndexOf('/');
        if (end < Start.Length)
        {
            return false;
        }

        string model = path[Start.Length..end];
        int versions = model.IndexOf("/versions/", StringComparison.Ordinal);

        // A name's own slashes come escaped, and Kestrel leaves them so.
        parsed = new TritonPath((versions < 0 ? model : model[..versions]).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), stream);
        return parsed.Model.Length > 0;
    }
}
