using System.Security.Cryptography;
using System.Text;
using Athanor.Data;
using Athanor.Diagnosis;
using Athanor.Recording;
using Athanor.Tests.Data;
using Athanor.Training;

namespace Athanor.Tests.Clinic.Zoo;

/// <summary>A recipe with a planted disease, or a healthy one.</summary>
/// <param name="Name">Says what was planted, or why somebody might suspect it.</param>
/// <param name="Recipe">What is trained.</param>
/// <param name="Planted">The symptoms of which one at least must be named; empty for a healthy recipe, of which nothing may be said.</param>
internal sealed record ZooCase(string Name, Recipe Recipe, params string[] Planted)
{
    /// <summary>A layer that the finding must name, or null.</summary>
    public string? Layer { get; init; }

    /// <summary>Why the clinic does not name it yet, or null: a row that is right must not stay on this list.</summary>
    public string? Missed { get; init; }

    /// <summary>Changes the data before training: shuffles labels, plants NaN. Null for the recipe's own.</summary>
    public Func<DataSplit, DataSplit>? Data { get; init; }

    public bool IsSick => Planted.Length > 0;

    /// <summary>Whether thresholds may be chosen by this case; the other half judges them. By the name's hash, so that no one can choose the half.</summary>
    public bool IsForTuning => (SHA256.HashData(Encoding.UTF8.GetBytes(Name))[0] & 1) == 0;

    /// <summary>Whether the files that the recipe reads are there.</summary>
    public bool IsPresent => Recipe.Data.Files(DataFixtures.Context).All(File.Exists);

    public override string ToString() => Name;

    public IReadOnlyList<Finding> Diagnose(CancellationToken cancellation)
    {
        if (Data is null)
        {
            using var store = new MemoryRunStore();
            return Athanor.Diagnosis.Clinic.Diagnose(Recipe, DataFixtures.Context, store, cancellation: cancellation).Findings;
        }

        using DataSplit own = TrainingData.Prepare(Recipe, DataFixtures.Context);
        using DataSplit changed = Data(own);
        using var trainer = Trainer.ForDiagnosis(Recipe, changed);
        using GradientHealth health = Athanor.Diagnosis.Clinic.Watch(trainer);
        trainer.Run(cancellation);
        return health.Findings;
    }

    /// <summary>Whether a finding is what was planted, where it was planted. A start that is too large or too small concerns the layers that start so.</summary>
    public bool IsNamedBy(Finding finding) =>
        Planted.Contains(finding.Symptom) && (Layer is null || (finding.Symptom == Code.BadStart && Planted.Length > 1) || finding.Layers.Contains(Layer));
}
