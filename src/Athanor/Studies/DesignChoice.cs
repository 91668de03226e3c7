using Athanor.Specs;

namespace Athanor.Studies;

/// <summary>A design, and the components it is about.</summary>
/// <param name="Design">Which subsets are trained.</param>
/// <param name="Of">Names of components, with all that they require; null for all of the study.</param>
public sealed record DesignChoice(StudyDesign Design, ValueList<string>? Of = null);
