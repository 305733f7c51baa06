using System.Net;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Reporting.Html.Serving;

/// <summary>
/// Which names a browser may have for this server. A page of anyone's can point a name of its own at 127.0.0.1 and so read what is served there as
/// its own: such a name is in the request, and is none of these.
/// </summary>
internal static class HostNames
{
    public static bool AreOwn(HostString host)
    {
        string name = host.Host.Trim('[', ']');
        return IPAddress.TryParse(name, out _)
            || name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            || name.StartsWith(Environment.MachineName + ".", StringComparison.OrdinalIgnoreCase);
    }
}
