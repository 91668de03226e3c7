namespace Athanor.Studies;

/// <summary>Which subsets of the components are trained.</summary>
public enum StudyDesign
{
    /// <summary>Nothing (the baseline), each component alone where that is valid, all: the table of a paper. Sees no interactions.</summary>
    Additive,

    /// <summary>Nothing (the baseline), then each component alone where that is valid: for alternatives that can't stand together. Sees no interactions.</summary>
    OneAtATime,

    /// <summary>All; then all without each component, where whatever requires it goes with it. Sees no interactions.</summary>
    LeaveOneOut,

    /// <summary>Nothing; the first; the first two; … ; all. The declared order must respect what is required.</summary>
    Cumulative,

    /// <summary>All valid subsets, counted in binary with the first component as the lowest bit: main effects, interactions and Shapley values exist.</summary>
    Factorial,
}
