using System.Threading.Channels;

namespace LoadGen.Launching.Supervising;

/// <summary>Waits for commands again and again, beside something else that may come first.</summary>
/// <param name="commands">Where they come.</param>
internal sealed class CommandWait(ChannelReader<SupervisorCommand> commands)
{
    private Task _heard = Task.CompletedTask;

    /// <summary>Completes when there is a command to read, or there will be none any more.</summary>
    // The same one until it completes: each further one would be kept beside it for as long as no command comes, which may be days.
    public Task Next() => _heard.IsCompleted ? _heard = commands.WaitToReadAsync(CancellationToken.None).AsTask() : _heard;
}
