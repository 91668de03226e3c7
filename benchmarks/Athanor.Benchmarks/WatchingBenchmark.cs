using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Diagnosis;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Training;

namespace Athanor.Benchmarks;

/// <summary>What watching costs: the same training with nobody watching, with <see cref="GradientHealth"/> as it is by default, reading gradients by layer at every step, and looking at every step.</summary>
internal static class WatchingBenchmark
{
    private const int Rounds = 9;
    private static readonly DataContext Here = new(Environment.CurrentDirectory);

    public static void Run()
    {
        var digits = new StrokeDigits { Samples = 2000 };
        Compare("mlp 256-256, batch 64", digits, new MlpSpec { Hidden = [256, 256] }, new CrossEntropy(), 64, steps: 600);
        Compare("mlp 20 layers of 64, batch 64", digits, new MlpSpec { Hidden = [.. Enumerable.Repeat(64, 20)] }, new CrossEntropy(), 64, steps: 400);
        Compare("convnet 16-32, batch 32", digits, new ConvNetSpec(), new CrossEntropy(), 32, steps: 200);
        Compare("lstm 64 over 50 steps, batch 64", new Adding { Samples = 2000, Length = 50 }, new RecurrentSpec(), new MseLoss(), 64, steps: 200);
    }

    private static void Compare(string name, DataSpec data, ModelSpec model, LossSpec loss, int batchSize, long steps)
    {
        Console.WriteLine(name);
        var recipe = new Recipe { Data = data, Model = model, Loss = loss, Optimizer = new AdamW(), BatchSize = batchSize, Steps = steps, Validation = new ValidationSpec { EveryEpochs = 1000 } };
        using DataSplit split = TrainingData.Prepare(recipe, Here);
        (string Name, Func<GradientHealth?> Watch)[] ways =
        [
            ("off", () => null), ("default", () => new GradientHealth()), ("gradients, every step", () => new GradientHealth(1)), ("every step", () => new GradientHealth(1, 1)),
        ];
        var times = new RoundTimes();
        for (int round = -1; round < Rounds; round++)
        {
            foreach ((string way, Func<GradientHealth?> watch) in ways)
            {
                using var trainer = new Trainer(recipe, split);
                using GradientHealth? health = watch();
                if (health is not null)
                {
                    trainer.Observers.Add(health);
                }

                double seconds = trainer.Run().Seconds;
                if (round >= 0)
                {
                    times.Add(way, TimeSpan.FromSeconds(seconds / steps));
                }
            }
        }

        times.Print();
        times.PrintRatio("default", "off", "at most 1.02");
        times.PrintRatio("gradients, every step", "off", "no aim");
        times.PrintRatio("every step", "off", "at most 1.10");
    }
}
