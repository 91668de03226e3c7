using Athanor.Data;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Persistence;
using Athanor.Specs;
using Athanor.Training;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Linear = TorchSharp.Modules.Linear;

namespace Athanor.Tests.Training;

/// <summary>Accumulation over micro-batches against the whole batch, by the gradient that each update's optimizer was given.</summary>
[Collection(AloneInProcess.Name)]
public sealed class GradientOfWindowTests
{
    private const int Features = 3;
    private const int Classes = 4;
    private const int Settings = 200;

    private static readonly Gen<Setting> Any =
        from samples in Gen.Int[1, 40]
        from microBatch in Gen.Int[1, 12]
        from accumulation in Gen.Int[1, 8]
        from time in Gen.Int[1, 5]
        from mask in Gen.Bool
        from weight in Pick.From(Weighting.None, Weighting.Samples, Weighting.Tokens)
        from loss in Pick.From<LossSpec>(
            new MseLoss(), new MaeLoss(), new HuberLoss { Delta = 0.5 }, new BceWithLogits(), new CrossEntropy(),
            new CrossEntropy { Weight = [0.5, 1, 2, 0.25], LabelSmoothing = 0.1 }, new CrossEntropy { IgnoreIndex = 2 })
        from clipping in Pick.From<ClippingSpec>(new NoClipping(), new ClipByNorm { MaxNorm = 0.05 }, new ClipByValue { ClipValue = 0.02 })
        from regularization in Pick.From<RegularizationSpec>(new NoRegularization(), new L2 { Lambda = 0.1 }, new L1 { Lambda = 0.01 })
        from seed in Gen.Int[0, 100_000]
        select new Setting(samples, microBatch, accumulation, time, mask, weight, loss, clipping, regularization, seed);

    [Theory]
    [InlineData(false, 1e-6)]
    [InlineData(true, 1e-12)]
    public void Accumulating_k_micro_batches_gives_the_gradient_of_the_whole_batch(bool inDouble, double relativeInNorm)
    {
        int updates = 0, ragged = 0;
        double worst = 0;

        // The same settings on every run: float32's rounding comes near the bound on some, and a draw of the day must not decide.
        var random = new PCG(1, 7);
        for (int drawn = 0; drawn < Settings; drawn++)
        {
            Setting setting = Any.Generate(random, null, out _);
            double[][] micro = Gradients(setting, setting.MicroBatch, setting.Accumulation, inDouble);
            double[][] whole = Gradients(setting, setting.MicroBatch * setting.Accumulation, 1, inDouble);
            Assert.Equal(whole.Length, micro.Length);
            for (int update = 0; update < whole.Length; update++)
            {
                double apart = Math.Sqrt(whole[update].Zip(micro[update], (a, b) => (a - b) * (a - b)).Sum());
                double size = Math.Sqrt(whole[update].Sum(a => a * a));
                Assert.True(apart <= relativeInNorm * size, $"{setting}, update {update}: {apart / size:G3} apart");
                worst = size > 0 ? Math.Max(worst, apart / size) : worst;
            }

            updates += whole.Length;
            ragged += setting.Samples % (setting.MicroBatch * setting.Accumulation) == 0 ? 0 : 1;
        }

        // The generator must not have dodged what is to be shown.
        Assert.True(updates > Settings && ragged > Settings / 4, $"{updates} updates, {ragged} ragged");
        TestContext.Current.SendDiagnosticMessage($"worst: {worst:G3}");
    }

    [Fact]
    public void A_mean_over_micro_batches_would_fail_where_counts_differ()
    {
        // What is shown above must be able to fail: the mean of the micro-batches' mean gradients is another gradient.
        var setting = new Setting(7, 3, 3, 4, true, Weighting.Tokens, new MseLoss(), new NoClipping(), new NoRegularization(), 5);
        double[] whole = Assert.Single(Gradients(setting, 9, 1, inDouble: true));
        double[][] each = Gradients(setting, 3, 1, inDouble: true);
        double[] mean = [.. Enumerable.Range(0, whole.Length).Select(i => each.Average(gradient => gradient[i]))];

        Assert.True(whole.Zip(mean, (a, b) => Math.Abs(a - b)).Max() > 1e-3);
    }

    /// <summary>The gradient behind each update of one epoch, divided, penalized and clipped: what the momentum's buffer holds where momentum is next to nothing.</summary>
    private static double[][] Gradients(Setting setting, int batch, int accumulation, bool inDouble)
    {
        using DisposeScope scope = NewDisposeScope();
        using TensorDataset data = setting.Data(inDouble);
        TaskInfo task = setting.Task;
        Recipe recipe = Recipes.Small with
        {
            Model = new PerToken { Outputs = setting.IsOfClasses ? Classes : 1, InDouble = inDouble },
            Loss = setting.Loss,
            Metrics = [],
            Optimizer = new Sgd { Lr = 1e-30, Momentum = 1e-30 },
            Clipping = setting.Clipping,
            Regularization = setting.Regularization,
            Accumulation = accumulation,
            BatchSize = batch,
        };
        using var session = new TrainingSession(recipe, task, TrainingPlan.Of(recipe, setting.Samples));
        var batches = new Batches(data, batch, new SequentialSampler());
        var gradients = new List<double[]>();
        long index = 0;
        foreach (Batch each in batches.Epoch(0, cancellation: TestContext.Current.CancellationToken))
        {
            if (session.Step(each, lastOfEpoch: ++index == batches.Count).Updated)
            {
                gradients.Add(Given(session));
            }
        }

        return [.. gradients];
    }

    private static double[] Given(TrainingSession session)
    {
        using DisposeScope scope = NewDisposeScope();
        SavedState state = session.SaveState();
        return
        [
            .. state.Tensors.Where(entry => entry.Key.EndsWith(".momentumBuffer", StringComparison.Ordinal))
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .SelectMany(entry => entry.Value.to_type(ScalarType.Float64).flatten().data<double>()),
        ];
    }

    private enum Weighting
    {
        None,
        Samples,
        Tokens,
    }

    private sealed record Setting(
        int Samples, int MicroBatch, int Accumulation, int Time, bool Mask, Weighting Weight, LossSpec Loss, ClippingSpec Clipping,
        RegularizationSpec Regularization, int Seed)
    {
        public bool IsOfClasses => Loss is CrossEntropy;

        public TaskInfo Task => new(IsOfClasses ? TaskKind.MultiClass : TaskKind.Regression, [Time, Features], IsOfClasses ? Classes : Time);

        public TensorDataset Data(bool inDouble)
        {
            ScalarType type = inDouble ? ScalarType.Float64 : ScalarType.Float32;
            using var random = new Generator((ulong)Seed);
            var fields = new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [BatchFields.Inputs] = randn([Samples, Time, Features], type, generator: random),
                [BatchFields.Target] = Loss switch
                {
                    CrossEntropy => randint(0, Classes, [Samples, Time], ScalarType.Int64, generator: random),
                    BceWithLogits => rand([Samples, Time], type, generator: random).round(),
                    _ => randn([Samples, Time], type, generator: random),
                },
            };
            if (Mask)
            {
                fields[BatchFields.Mask] = (rand([Samples, Time], type, generator: random) > 0.4).to_type(type);
            }

            if (Weight != Weighting.None)
            {
                fields[BatchFields.Weight] = rand(Weight == Weighting.Samples ? [Samples] : [Samples, Time], type, generator: random) + 0.1;
            }

            return new TensorDataset(fields);
        }
    }

    /// <summary>The same small net at every place of a sequence: [samples, time, features] to [samples, time], or to [samples, classes, time].</summary>
    private sealed record PerToken : ModelSpec
    {
        public int Outputs { get; init; }

        public bool InDouble { get; init; }

        public override nn.Module Build(TaskInfo task, RecipePath at) => new Net(Outputs).to(InDouble ? ScalarType.Float64 : ScalarType.Float32);

        private sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear _hidden;
            private readonly Linear _output;

            public Net(int outputs)
                : base(nameof(Net))
            {
                (_hidden, _output) = (Linear(Features, 5), Linear(5, outputs));
                RegisterComponents();
            }

            public override Tensor forward(Tensor input)
            {
                Tensor places = _output.call(_hidden.call(input).tanh());
                return places.shape[2] == 1 ? places.squeeze(2) : places.transpose(1, 2);
            }
        }
    }
}
