using Athanor.Activations;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Studies;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Tests.Studies;

/// <summary>A small study, in C# and as a document, and results that nobody trained.</summary>
internal static class SampleStudy
{
    public const string Yaml = """
        study: small
        recipe:
          data: { spirals: { samples: 120 } }
          model: { mlp: { hidden: [8], activation: sigmoid } }
          loss: cross-entropy
          optimizer: { adamw: { lr: 0.01 } }
          epochs: 2
        components:
          relu:      { patch: { model: { mlp: { activation: relu } } } }
          batchNorm: { patch: { model: { mlp: { normalization: batch } } } }
          deeper:    { patch: { model: { mlp: { hidden: [8, 8] } } }, requires: [relu] }

        """;

    public static Recipe Baseline { get; } = new()
    {
        Data = new Spirals { Samples = 120 },
        Model = new MlpSpec { Hidden = [8], Activation = new Sigmoid() },
        Loss = new CrossEntropy(),
        Optimizer = new AdamW { Lr = 0.01 },
        Epochs = 2,
    };

    public static AblationStudy InCode { get; } = new AblationStudy("small", Baseline)
        .Component("relu", r => r.WithModel<MlpSpec>(m => m with { Activation = new ReLU() }))
        .Component("batchNorm", r => r.WithModel<MlpSpec>(m => m with { Normalization = new BatchNorm() }))
        .Component("deeper", r => r.WithModel<MlpSpec>(m => m with { Hidden = [.. m.Hidden, 8] }), requires: ["relu"]);

    public static StudyDocument Document(string yaml) => SpecReader.Read<StudyDocument>(DocumentReader.Parse(yaml));

    public static AblationStudy FromYaml(string yaml = Yaml) => AblationStudy.Of(Document(yaml), new DataContext(Environment.CurrentDirectory));

    /// <summary>A study whose components each change one option of their own.</summary>
    public static AblationStudy Of(params IReadOnlyList<string> names) => names.Select((name, i) => (name, i)).Aggregate(
        new AblationStudy("made", Baseline),
        (study, component) => study.Component(component.name, r => component.i switch
        {
            0 => r.WithModel<MlpSpec>(m => m with { Activation = new ReLU() }),
            1 => r.WithModel<MlpSpec>(m => m with { Normalization = new BatchNorm() }),
            2 => r with { Clipping = new ClipByNorm() },
            3 => r with { Regularization = new L2() },
            4 => r with { BatchSize = 8 },
            5 => r with { Accumulation = 2 },
            _ => throw new InvalidOperationException("six components at most"),
        }));

    /// <summary>The result of a plan whose trials came to what <paramref name="trial"/> says, by variant and seed.</summary>
    public static StudyResult Result(StudyPlan plan, Func<int, int, TrialResult> trial) => StudyResult.Of(
        plan, [.. plan.Seeds.SelectMany((_, seed) => plan.Variants.Select((_, variant) => trial(variant, seed)))], store: null);

    public static TrialResult Completed(double accuracy, double loss = 0.5) => new()
    {
        Status = RunStatus.Completed,
        Metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["test/accuracy"] = accuracy,
            ["test/loss"] = loss,
            ["constant/test/accuracy"] = 0.5,
            ["constant/test/loss"] = 0.7,
        },
        Parameters = 42,
        Seconds = 1.5,
        Run = "abc",
    };

    public static TrialResult Diverged { get; } = new() { Status = RunStatus.Diverged, Reason = "diverged at step 3: loss NaN" };

    public static TrialResult Failed { get; } = new() { Status = RunStatus.Failed, Reason = "the worker process ended with exit code 137" };
}
