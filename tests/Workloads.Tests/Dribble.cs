namespace LoadGen.Workloads.Tests;

/// <summary>A stream that hands out a few bytes at a time.</summary>
internal sealed class Dribble(byte[] bytes, int bytesAtATime) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, bytesAtATime));
}
