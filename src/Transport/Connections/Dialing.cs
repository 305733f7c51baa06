using System.Net;
using LoadGen.Transport.Loops;

namespace LoadGen.Transport.Connections;

/// <summary>Connects to one address. Throws <see cref="System.Net.Sockets.SocketException"/>, or <see cref="OperationCanceledException"/> when told to stop.</summary>
internal delegate ValueTask<LoopSocket> Dialer(IPAddress address, int port, CancellationToken cancellation);
