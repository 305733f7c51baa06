namespace LoadGen.Routing.Admission;

/// <summary>What came of asking for admission.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Permit">To be disposed when the request is over; null unless admitted.</param>
/// <param name="RetryAfterS">What <c>Retry-After</c> should say, seconds; 0 when admitted.</param>
public readonly record struct AdmissionResult(AdmissionOutcome Outcome, AdmissionPermit? Permit, int RetryAfterS)
{
    /// <summary>The HTTP status of a refusal; 200 when admitted.</summary>
    public int Status => Outcome switch
    {
        AdmissionOutcome.Admitted => 200,
        AdmissionOutcome.QueueFull => 429,
        _ => 503,
    };
}
