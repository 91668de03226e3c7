using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>A penalty on the weights, added once per update to the mean gradient, before clipping.</summary>
[SpecFamily("regularization")]
public abstract record RegularizationSpec : Spec;
