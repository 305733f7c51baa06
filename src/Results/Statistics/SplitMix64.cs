namespace LoadGen.Results.Statistics;

/// <summary>Steele, Lea and Flood's SplitMix64 ("Fast splittable pseudorandom number generators", OOPSLA 2014): resampling is the same every time.</summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A whole number from 0 to below <paramref name="count"/>; the bias of the multiplication is below count / 2^32.</summary>
    public int Next(int count)
    {
        ulong z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (int)(((z ^ (z >> 31)) >> 32) * (ulong)count >> 32);
    }
}
