namespace Athanor.Tests.Clinic.Zoo;

/// <summary>The findings' codes, as short as the zoo's tables need them.</summary>
internal static class Code
{
    public const string Vanishing = "vanishing-gradient";
    public const string Exploding = "exploding-gradient";
    public const string Dead = "dead-relu";
    public const string Saturated = "saturated-activation";
    public const string BadStart = "bad-initialization";
    public const string TooHigh = "lr-too-high";
    public const string TooLow = "lr-too-low";
    public const string Oscillating = "oscillating-loss";
    public const string NoLearning = "no-learning";
    public const string Mismatch = "loss-output-mismatch";
    public const string Unscaled = "unscaled-data";
    public const string Unlearnable = "unlearnable-labels";
    public const string Overfitting = "overfitting";
    public const string Underfitting = "underfitting";
    public const string TinyNorm = "tiny-batch-norm";
    public const string AlwaysClipped = "always-clipped";
    public const string NeverClipped = "never-clipped";
    public const string NonFinite = "non-finite-loss";
    public const string BadData = "non-finite-data";
    public const string Nothing = "nothing-to-train";
}
