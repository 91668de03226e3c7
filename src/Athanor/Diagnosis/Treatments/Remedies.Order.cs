namespace Athanor.Diagnosis.Treatments;

/// <content>Which remedies are tried for what, and in which order: what treats the cause before what only bounds its consequences.</content>
public static partial class Remedies
{
    /// <summary>What to try for a symptom, in this order; nothing where no change of a recipe helps.</summary>
    public static IReadOnlyList<Treatment> For(string symptom) => symptom switch
    {
        "vanishing-gradient" => [ReluKaiming, Residual, BatchNorm, GatedUnits, Lstm, LayerNorm, TanhXavier, MatchingInitialization, LayerwisePretraining, Standardization, HigherLearningRate, LongerTraining],
        "exploding-gradient" => [ClipByNorm, MatchingInitialization, ClipByValue, LowerLearningRate, L2, L1, LayerNorm, GatedUnits, Lstm],
        "dead-relu" => [LowerLearningRate, LeakyRelu, Gelu, BatchNorm, MatchingInitialization],
        "saturated-activation" => [MatchingInitialization, Standardization, BatchNorm, LowerLearningRate, ReluKaiming],
        "oscillating-loss" => [LowerLearningRate, LargerBatch, ClipByNorm, AdamW],
        "lr-too-high" => [LowerLearningRate, Warmup, ClipByNorm, AdamW],
        "lr-too-low" => [HigherLearningRate, AdamW, LongerTraining],
        "no-learning" => [GatedUnits, Lstm, HigherLearningRate, AdamW, Standardization, MatchingInitialization, LongerTraining, LargerModel, ReluKaiming],
        "loss-output-mismatch" => [LogisticLoss, Logits],
        "bad-initialization" => [MatchingInitialization, ReluKaiming, LayerNorm],
        "unscaled-data" => [Standardization, BatchNorm, LowerLearningRate],
        "overfitting" => [EarlyStopping, Dropout, L2, L1],
        "underfitting" => [LargerModel, ReluKaiming, LongerTraining, HigherLearningRate, AdamW],
        "tiny-batch-norm" => [LargerBatch, LayerNorm],
        "always-clipped" => [NoClipping, HigherLearningRate],
        "never-clipped" => [NoClipping],
        "non-finite-loss" => [LowerLearningRate, ClipByNorm, Warmup, Standardization, MatchingInitialization],
        _ => [],
    };
}
