using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Diagnosis;
using Athanor.Diagnosis.Signals;
using Athanor.Diagnosis.Symptoms;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Training;

namespace Athanor.Benchmarks;

/// <summary>No timing but a table: how much of the loss reaches each step of a sequence in an RNN, an LSTM and a GRU, before training and behind some updates of it.</summary>
internal static class TimeProfileReport
{
    private const long Updates = 200;

    public static void Run()
    {
        Console.WriteLine("| cell | T | updates | ‖∂L/∂h_1‖ | ‖∂L/∂h_{T/2}‖ | ‖∂L/∂h_T‖ | powers of ten a step | factor a step |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (int length in (int[])[10, 50, 100, 200])
        {
            foreach (RecurrentCell cell in Enum.GetValues<RecurrentCell>())
            {
                Row(cell, length);
            }
        }
    }

    private static void Row(RecurrentCell cell, int length)
    {
        // As examples/adding-problem.yaml, for fewer updates.
        var recipe = new Recipe
        {
            Data = new Adding { Samples = 2000, Length = length },
            Model = new RecurrentSpec { Cell = cell, Hidden = 64 },
            Loss = new MseLoss(),
            Optimizer = new Adam { Lr = 0.01 },
            BatchSize = 64,
            Steps = Updates,
            Validation = new ValidationSpec { EveryEpochs = 1000 },
        };
        using var trainer = new Trainer(recipe, new DataContext(Environment.CurrentDirectory));
        using var health = new GradientHealth(100, 100, Updates);
        trainer.Observers.Add(health);
        trainer.Run();
        foreach (TimeLook look in (TimeLook[])[health.Seen!.Times[0], health.Seen.Times[^1]])
        {
            double slope = DepthProfile.Decay(look.Norms) / (length - 1);
            Console.WriteLine(
                $"| {cell.ToString().ToLowerInvariant()} | {length} | {look.Step} | {look.Norms[0]:G3} | {look.Norms[(length / 2) - 1]:G3} | {look.Norms[^1]:G3} | {slope:F4} | {Math.Pow(10, -slope):F3} |");
        }
    }
}
