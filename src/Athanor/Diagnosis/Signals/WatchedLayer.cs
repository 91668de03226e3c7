namespace Athanor.Diagnosis.Signals;

/// <summary>A module that has weights of its own, of two dimensions or more.</summary>
/// <param name="Name">Its dotted name in the model: <c>hidden.3</c>.</param>
/// <param name="Weights">Places of its weights among the trained parameters.</param>
/// <param name="Numbers">How many numbers they hold.</param>
/// <param name="Gain">Standard deviation of the initial weights × √fan-in: 1 keeps variances.</param>
/// <param name="Normalized">Whether a normalization follows it directly, so that the scale of its weights does not count.</param>
/// <param name="Symmetric">Whether all its units began alike, which no gradient can tell apart.</param>
internal sealed record WatchedLayer(string Name, int[] Weights, long Numbers, double Gain, bool Normalized, bool Symmetric);
