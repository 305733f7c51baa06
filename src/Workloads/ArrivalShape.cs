namespace LoadGen.Workloads;

/// <summary>How the gaps between arrivals are distributed.</summary>
public enum ArrivalShape
{
    /// <summary>Every gap is 1 / rate, as in wrk2.</summary>
    Constant,

    /// <summary>Gaps are gamma-distributed with a burstiness as shape, as in vLLM and InferenceX; burstiness 1 is a Poisson process.</summary>
    Gamma,
}
