using System.Globalization;
using Athanor.Diagnosis;

namespace Athanor.Tests.Clinic.Zoo;

/// <summary>What the clinic said of a case.</summary>
internal sealed record Outcome(ZooCase Case, IReadOnlyList<Finding> Findings, TimeSpan Time)
{
    /// <summary>Why it could not be diagnosed, or null.</summary>
    public string? Error { get; init; }

    public bool IsRight => Error is null && (Case.IsSick ? Findings.Any(Case.IsNamedBy) : Findings.Count == 0);

    /// <summary>Findings of a sick case that were not planted. That a training ended in NaN is a fact beside its cause.</summary>
    public IEnumerable<Finding> Further => Findings.Where(finding => Case.IsSick && finding.Symptom != Code.NonFinite && !Case.Planted.Contains(finding.Symptom));

    /// <summary>One line for reading; with the evidence where it is wrong.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsRight ? Further.Any() ? "more" : "ok  " : "FAIL")} {(Case.IsForTuning ? "tune" : "test")} {Time.TotalSeconds,4:0.0}s {Case.Name} [{string.Join(',', Case.Planted)}] {Error}{string.Join("; ", Findings.Select(Text))}");

    private string Text(Finding finding) => string.Create(
        CultureInfo.InvariantCulture, $"{finding.Symptom} {finding.Severity:0.0} {string.Join(',', finding.Layers.Take(3))}{(IsRight && !Further.Any() ? "" : " " + finding.ToEvidence().ToJsonString())}");
}
