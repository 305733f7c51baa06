namespace LoadGen.Economics.Detection;

/// <summary>A process that computes on a device.</summary>
/// <param name="Pid">Its number on the host.</param>
/// <param name="Name">Its program.</param>
public sealed record DeviceProcess(int Pid, string Name);
