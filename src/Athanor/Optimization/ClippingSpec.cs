using Athanor.Specs;

namespace Athanor.Optimization;

/// <summary>Whether and how gradients are clipped between backward and step.</summary>
[SpecFamily("clipping")]
public abstract record ClippingSpec : Spec;
