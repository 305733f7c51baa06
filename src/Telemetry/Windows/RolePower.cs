namespace LoadGen.Telemetry.Windows;

/// <summary>The GPUs of one role over a window.</summary>
/// <param name="Role"><c>engine</c>, <c>prefill</c>, <c>decode</c> or <c>frontend</c>.</param>
/// <param name="Gpus">GPUs of the role, on every host.</param>
/// <param name="EnergyJ">Their energy by integration, J; null where <paramref name="Absent"/> says why.</param>
/// <param name="CounterEnergyJ">Their energy by their counters, J; null when one of them has none.</param>
/// <param name="AvgPowerW">Mean power of one of them, W.</param>
/// <param name="Absent">Why there is no energy; null when there is.</param>
public sealed record RolePower(string Role, int Gpus, double? EnergyJ, double? CounterEnergyJ, double? AvgPowerW, string? Absent);
