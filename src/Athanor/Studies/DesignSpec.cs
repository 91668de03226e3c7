using Athanor.Specs;

namespace Athanor.Studies;

/// <summary>Which subsets of the components a study trains, as documents say it.</summary>
[SpecFamily("design")]
public abstract record DesignSpec : Spec
{
    /// <summary>The components that it is about, with all that they require. Default null: all of the study.</summary>
    public ValueList<string>? Of { get; init; }

    internal abstract StudyDesign Kind { get; }

    internal DesignChoice ToChoice() => new(Kind, Of);
}

/// <summary>The table of a paper: the baseline, the baseline with each component alone, the full system.</summary>
[Spec("additive")]
public sealed record AdditiveDesign : DesignSpec
{
    internal override StudyDesign Kind => StudyDesign.Additive;
}

/// <summary>The baseline, and the baseline with each component alone: alternatives may set the same path, because no variant holds two of them.</summary>
[Spec("one-at-a-time")]
public sealed record OneAtATimeDesign : DesignSpec
{
    internal override StudyDesign Kind => StudyDesign.OneAtATime;
}

/// <summary>The full system, and the full system without each component.</summary>
[Spec("leave-one-out")]
public sealed record LeaveOneOutDesign : DesignSpec
{
    internal override StudyDesign Kind => StudyDesign.LeaveOneOut;
}

/// <summary>Component after component in declared order: A, A+B, A+B+C, ….</summary>
[Spec("cumulative")]
public sealed record CumulativeDesign : DesignSpec
{
    internal override StudyDesign Kind => StudyDesign.Cumulative;
}

/// <summary>Every subset that exists: the only design that sees interactions.</summary>
[Spec("factorial")]
public sealed record FactorialDesign : DesignSpec
{
    internal override StudyDesign Kind => StudyDesign.Factorial;
}
