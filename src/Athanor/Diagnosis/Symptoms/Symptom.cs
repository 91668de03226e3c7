using Athanor.Diagnosis.Signals;

namespace Athanor.Diagnosis.Symptoms;

/// <summary>One thing that goes wrong, and the rule by which it is known. A member is a file of its own; nothing registers it.</summary>
internal abstract class Symptom
{
    private static readonly Symptom[] All =
    [
        .. typeof(Symptom).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Symptom)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (Symptom)Activator.CreateInstance(type)!),
    ];

    /// <summary>The name in documents: <c>vanishing-gradient</c>.</summary>
    public abstract string Code { get; }

    /// <summary>Symptoms that, where they are found, are the cause of this one, which is then left out.</summary>
    public virtual IReadOnlyList<string> CausedBy => [];

    /// <summary>All codes.</summary>
    public static IEnumerable<string> Codes => All.Select(symptom => symptom.Code);

    /// <summary>What is found, worst first.</summary>
    public static IReadOnlyList<Finding> Examine(TrainingSignals signals)
    {
        (Symptom Symptom, Finding Finding)[] found = [.. All.Select(symptom => (symptom, symptom.Look(signals))).Where(each => each.Item2 is not null).Select(each => (each.symptom, each.Item2!))];
        string[] codes = [.. found.Select(each => each.Finding.Symptom)];
        return
        [
            .. found.Where(each => !each.Symptom.CausedBy.Any(codes.Contains)).Select(each => each.Finding)
                .OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Symptom, StringComparer.Ordinal),
        ];
    }

    /// <summary>The finding, or null where the training does not show the symptom.</summary>
    public abstract Finding? Look(TrainingSignals signals);

    /// <summary>A named number of the evidence.</summary>
    protected static KeyValuePair<string, double> Number(string name, double value) => KeyValuePair.Create(name, value);

    /// <summary>A named series of the evidence.</summary>
    protected static KeyValuePair<string, IReadOnlyList<double>> Series(string name, IEnumerable<double> values) =>
        KeyValuePair.Create<string, IReadOnlyList<double>>(name, [.. values]);
}
