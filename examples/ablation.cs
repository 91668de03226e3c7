#:project ../src/Athanor/Athanor.csproj

using Athanor.Activations;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Studies;
using Athanor.Training;

// Which part of this system earns its place? The trials run in worker processes: this program started again, up to the study below.
var recipe = new Recipe
{
    Data = new StrokeDigits { Samples = 1000 },
    Model = new MlpSpec { Hidden = [64, 64, 64], Activation = new Sigmoid() },
    Loss = new CrossEntropy(),
    Optimizer = new AdamW { Lr = 1e-3 },
    Epochs = 10,
};

var study = new AblationStudy("first-study", recipe)
    .Component("relu", r => r.WithModel<MlpSpec>(m => m with { Activation = new ReLU() }))
    .Component("batchNorm", r => r.WithModel<MlpSpec>(m => m with { Normalization = new BatchNorm() }))
    .Component("deeper", r => r.WithModel<MlpSpec>(m => m with { Hidden = [.. m.Hidden, 64] }), requires: ["relu"]);

StudyResult result = await study.RunAsync(seeds: 9, metrics: ["test/accuracy", "test/loss"]);
Console.WriteLine(result.ToMarkdown());
Console.WriteLine(result.Verdict());
