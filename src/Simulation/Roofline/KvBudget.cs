using LoadGen.Economics.Models;

namespace LoadGen.Simulation.Roofline;

/// <summary>The memory that weights leave for caches, in bytes of the whole engine, and what requests take of it.</summary>
/// <param name="Bytes">What there is; not above 0 where the weights do not fit.</param>
/// <param name="BytesPerToken">Taken by each token of a request.</param>
/// <param name="BytesPerRequest">Taken by a request however long it is: sliding windows and the state of linear attention.</param>
/// <param name="WeightBytesPerGpu">What the weights take.</param>
internal readonly record struct KvBudget(double Bytes, double BytesPerToken, double BytesPerRequest, double WeightBytesPerGpu)
{
    // Datasheets' GB of HBM are nearer to 2^30 bytes than to 1e9.
    private const double HbmGbBytes = 1L << 30;

    // Requests that have come half way on average hold their prompts and half their answers. Engines let requests in on less than the whole
    // answer, as hardly any two are at their end together: SGLang on the prompt and at first 0.7 of the answer, vLLM on what there is so far,
    // and both take requests back when that was too little. Half of what may still come, on top of what is held on average, is lost to growth.
    private const double AnswerShareReserved = 0.75;

    // DeltaNet states are kept in fp32.
    private const double StateBytes = 4;

    public static KvBudget Of(Deployment deployment)
    {
        int shards = deployment.Tp / deployment.Dp;
        double kv = WeightBytes.Of(deployment.KvPrecisionInUse());
        double perToken = 0;
        double perRequest = 0;
        foreach (AttentionShape part in deployment.Model.Attention)
        {
            double token = part.Layers * part.CachedPerToken() * kv / part.CacheShards(shards);
            perToken += part.Window == 0 ? token : 0;
            perRequest += (part.Window * token) + (part.Layers * part.StatePerRequest() * StateBytes / shards);
        }

        double weights = WeightBytes.All(deployment);
        double free = (deployment.Sku.HbmGb * HbmGbBytes * deployment.MemoryFraction) - weights;
        return new KvBudget(free * deployment.Dp, perToken, perRequest, weights);
    }

    /// <summary>What a request of so many tokens takes.</summary>
    public double For(double tokens) => (tokens * BytesPerToken) + BytesPerRequest;

    /// <summary>
    /// What must be free for a request to run: the one rule of scheduler and closed form. None is ever taken back, so that requests that all come
    /// to their ends together hold more than there is, by up to a quarter of their answers.
    /// </summary>
    /// <param name="promptTokens">Its prompts.</param>
    /// <param name="answerTokens">Its answers, when all are out.</param>
    public double Reserved(double promptTokens, double answerTokens) => For(promptTokens + (AnswerShareReserved * answerTokens));
}
