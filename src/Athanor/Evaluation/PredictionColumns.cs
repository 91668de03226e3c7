namespace Athanor.Evaluation;

/// <summary>What a table of predictions holds beside the answers themselves.</summary>
/// <param name="Probabilities">Whether every class's probability has a column.</param>
/// <param name="Logits">Whether the model's own outputs have columns.</param>
public sealed record PredictionColumns(bool Probabilities = false, bool Logits = false);
