using System.Runtime.InteropServices;
using Athanor.Data;
using Athanor.Losses;
using Athanor.Metrics;
using Athanor.Models;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Training;

/// <summary>One batch through model, loss and metrics before the first step, to refuse by name what could only fail in the middle of it.</summary>
/// <remarks>In evaluation mode and without gradients; the random state and the model's buffers are put back, so that training goes as if this had not been.</remarks>
internal sealed class DryRun(Module module, IBatchModel model, Recipe recipe, IReadOnlyList<MetricSpec> metrics, TaskInfo task, Device device)
{
    private const long MostSamples = 512;

    /// <summary>Tries a batch of the plan's size, and one of a single sample where the plan has such and the model mixes samples.</summary>
    /// <exception cref="RecipeException">Something does not fit; the message names the shapes.</exception>
    public void Check(Dataset training, TrainingPlan plan)
    {
        using var gradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor random = get_rng_state();
        (Tensor Live, Tensor Copy)[] buffers = [.. module.buffers().Select(buffer => (buffer, buffer.clone()))];
        try
        {
            module.eval();
            Try(BatchOf(training, Math.Min(plan.BatchSize, MostSamples)));
            if (plan.LastBatch == 1 && MixesSamples())
            {
                module.train();
                TryOne(BatchOf(training, 1), plan);
            }
        }
        finally
        {
            module.train();
            foreach ((Tensor live, Tensor copy) in buffers)
            {
                live.copy_(copy);
            }

            set_rng_state(random);
        }
    }

    private void Try(Batch batch)
    {
        var watched = new Watched(model);
        LossTerms terms;
        try
        {
            (terms, _) = recipe.Objective.Evaluate(Players.Main, watched, recipe.Loss, batch);
        }
        catch (RecipeException refusal) when (refusal.Path.Length == 0 || refusal.Path == recipe.Loss?.Place)
        {
            throw new RecipeException(refusal.Code, watched.Last is null ? "model" : "loss", refusal.Problem, inner: refusal);
        }
        catch (Exception problem) when (watched.Last is null && IsOfTheRecipe(problem))
        {
            throw Refusal("model", $"can't read a batch of inputs {Places.Describe(batch.Inputs)}", problem);
        }
        catch (Exception problem) when (watched.Last is not null && IsOfTheRecipe(problem))
        {
            throw Refusal("loss", $"can't judge predictions {Places.Describe(watched.Last.Prediction)}{Target(batch)}", problem);
        }

        RecipePath.Root.Key("loss").Require(terms.Sum.numel() == 1, $"the sum of its terms is {Places.Describe(terms.Sum)}, not one number");
        TryMetrics(terms, watched.Last?.Prediction, batch);
    }

    private void TryMetrics(LossTerms terms, Tensor? prediction, Batch batch)
    {
        if (prediction is null)
        {
            return;
        }

        for (int i = 0; i < metrics.Count; i++)
        {
            try
            {
                using var running = new RunningMetrics([metrics[i]], task, recipe.Loss?.IgnoredLabel);
                running.Add(terms, prediction, batch);
                running.Values(MetricNames.Train);
            }
            catch (Exception problem) when (IsOfTheRecipe(problem) || problem is RecipeException { Path.Length: 0 })
            {
                throw Refusal(recipe.Metrics is null ? "metrics" : $"metrics[{i}]", $"{metrics[i].Key} can't judge predictions {Places.Describe(prediction)}{Target(batch)}", problem);
            }
        }
    }

    private void TryOne(Batch one, TrainingPlan plan)
    {
        Exception? problem = null;
        try
        {
            model.Forward(one);
        }
        catch (Exception thrown) when (IsOfTheRecipe(thrown))
        {
            problem = thrown;
        }

        // libtorch divides by 0 without a word: what breaks is the running variance, and with it every evaluation.
        if (problem is null && module.buffers().All(buffer => !buffer.is_floating_point() || buffer.isfinite().all().ToBoolean()))
        {
            return;
        }

        bool always = plan.BatchSize == 1;
        string batch = always ? "a batch" : $"an epoch's last batch ({plan.Samples:N0} samples in batches of {plan.BatchSize:N0})";
        throw new RecipeException(
            "batch-of-one", always ? "batchSize" : "dropLast",
            $"{batch} holds one sample, in which batch normalization finds no variance; {(always ? "take a larger batchSize" : "write dropLast: true, or take another batchSize")}",
            inner: problem);
    }

    private Batch BatchOf(Dataset training, long samples)
    {
        Batch batch = training.Gather(arange(samples, ScalarType.Int64));
        return device.type == DeviceType.CPU ? batch : batch.To(device);
    }

    private bool MixesSamples() =>
        recipe.Model.MixesSamples || module.modules().Any(part => part is TorchSharp.Modules.BatchNorm1d or TorchSharp.Modules.BatchNorm2d or TorchSharp.Modules.BatchNorm3d);

    private static bool IsOfTheRecipe(Exception problem) =>
        problem is ExternalException or ArgumentException or InvalidOperationException or IndexOutOfRangeException or KeyNotFoundException or NotSupportedException or NotImplementedException;

    private static string Target(Batch batch) => batch.TryGet(BatchFields.Target, out Tensor? target) ? $" by targets {Places.Describe(target)}" : "";

    private static RecipeException Refusal(string path, string what, Exception problem) =>
        new("does-not-fit", path, $"{what}: {problem.Message.Split('\n')[0].Trim()}", inner: problem);

    /// <summary>The model, and what it last said.</summary>
    private sealed class Watched(IBatchModel model) : IBatchModel
    {
        public Outputs? Last { get; private set; }

        public Outputs Forward(Batch batch) => Last = model.Forward(batch);
    }
}
