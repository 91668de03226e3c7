namespace Athanor.Diagnosis.Signals;

/// <summary>An activation, known by the layer in front of it.</summary>
/// <param name="Name">Its dotted name in the model: <c>activation.3</c>.</param>
/// <param name="Layer">The layer whose output it gets, or its own name where there is none.</param>
/// <param name="Kind">What shape it has.</param>
/// <param name="IsLast">Whether nothing follows it: what it gives is the prediction.</param>
internal sealed record WatchedActivation(string Name, string Layer, FlatPart Kind, bool IsLast);
