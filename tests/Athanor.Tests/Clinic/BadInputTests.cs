using Athanor.Data;
using Athanor.Data.Formats;
using Athanor.Data.Tasks;
using Athanor.Diagnosis;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using Athanor.Recording;
using Athanor.Tests.Training;
using Athanor.Training;
using static TorchSharp.torch;

namespace Athanor.Tests.Clinic;

[Collection(AloneInProcess.Name)]
public sealed class BadInputTests
{
    private static readonly Recipe Small = Recipes.Small with { Epochs = 2 };

    [Fact]
    public void A_model_without_parameters_has_nothing_to_train()
    {
        DiagnosisResult result = Diagnose(Small with { Model = ModelSpec.Custom("bad-flat", new { }, static (_, _) => nn.Flatten()) });

        Assert.Equal("nothing-to-train", Assert.Single(result.Findings).Symptom);
        Assert.Null(result.Report);
    }

    [Fact]
    public void A_frozen_model_has_nothing_to_train()
    {
        DiagnosisResult result = Diagnose(Small with
        {
            Model = ModelSpec.Custom("bad-frozen", new { }, static (_, task) =>
            {
                var layer = nn.Linear(task.InputShape[0], task.Outputs);
                foreach (TorchSharp.Modules.Parameter parameter in layer.parameters())
                {
                    parameter.requires_grad = false;
                }

                return layer;
            }),
        });

        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("nothing-to-train", finding.Symptom);
        Assert.Contains("frozen", finding.Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_one_layer_is_watched_like_any_other()
    {
        DiagnosisResult result = Diagnose(Small with { Data = new Blobs { Samples = 200 }, Model = new MlpSpec { Hidden = [] }, Epochs = 8 });

        Assert.Empty(result.Findings);
        Assert.Equal(TrainingStatus.Completed, result.Report!.Status);
    }

    [Fact]
    public void NaN_in_a_file_is_a_finding_about_the_data_that_names_the_row()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("athanor-").FullName, "bad.csv");
        File.WriteAllLines(file, ["a,b,class", .. Enumerable.Range(0, 40).Select(i => i == 17 ? "NaN,1,0" : $"{i},{-i},{i % 2}")]);

        DiagnosisResult result = Diagnose(Small with { Data = new CsvData { Path = file, Target = "class" } });

        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("non-finite-data", finding.Symptom);
        Assert.Equal(19, finding.Numbers.Single(number => number.Key == "row").Value);
    }

    [Fact]
    public void A_gradient_of_zero_everywhere_is_named_and_nothing_else()
    {
        using var data = Recipes.Values(2, ("inputs", randn(64, 2)), ("target", zeros(64)));
        Recipe recipe = Small with
        {
            Loss = new MseLoss(),
            Model = ModelSpec.Custom("bad-zero", new { }, static (_, _) => new Nothing()),
            Optimizer = new Sgd { Lr = 0.1 },
        };
        using var trainer = Trainer.ForDiagnosis(recipe, data);
        using GradientHealth health = Athanor.Diagnosis.Clinic.Watch(trainer);
        trainer.Run(TestContext.Current.CancellationToken);

        Finding finding = Assert.Single(health.Findings);
        Assert.Equal("no-learning", finding.Symptom);
        Assert.Contains("exactly 0", finding.Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_normalization_of_one_sample_is_found_before_it_throws()
    {
        DiagnosisResult result = Diagnose(Small with { Model = new MlpSpec { Normalization = new BatchNorm() }, BatchSize = 1 });

        Assert.Equal("tiny-batch-norm", Assert.Single(result.Findings).Symptom);
        Assert.Null(result.Report);
    }

    [Fact]
    public void A_training_that_diverges_is_diagnosed_all_the_same()
    {
        DiagnosisResult result = Diagnose(Small with { Optimizer = new Sgd { Lr = 1e30 }, Model = new MlpSpec { Hidden = [8, 8] }, Epochs = 20 });

        Assert.Equal(TrainingStatus.Diverged, result.Report!.Status);
        Assert.Contains(result.Findings, finding => finding.Symptom == "non-finite-loss");
        Assert.All(result.Findings, finding => Assert.Contains(finding.Symptom, Athanor.Diagnosis.Clinic.Codes));
    }

    private static DiagnosisResult Diagnose(Recipe recipe) => Athanor.Diagnosis.Clinic.Diagnose(
        recipe, new DataContext(Directory.GetCurrentDirectory()), new MemoryRunStore(), cancellation: TestContext.Current.CancellationToken);

    private sealed class Nothing : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _inner = nn.Linear(2, 1);

        public Nothing()
            : base(nameof(Nothing)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _inner.call(input) * 0;
    }
}
