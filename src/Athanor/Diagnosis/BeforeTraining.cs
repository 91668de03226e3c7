using System.Globalization;
using System.Text.RegularExpressions;
using Athanor.Data;
using Athanor.Diagnosis.Treatments;
using Athanor.Specs;
using Athanor.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Diagnosis;

/// <summary>What can be found before the first step, and what of it forbids one.</summary>
internal static class BeforeTraining
{
    private const string NonFiniteDataCode = "non-finite-data";
    private const string NothingToTrainCode = "nothing-to-train";
    private const string TinyBatchNormCode = "tiny-batch-norm";
    private const long ChunkOfSamples = 4096;

    /// <summary>The codes of these findings.</summary>
    public static IReadOnlyList<string> Codes { get; } = [NonFiniteDataCode, NothingToTrainCode, TinyBatchNormCode];

    /// <summary>Whether a step would only throw.</summary>
    public static bool Forbids(Finding finding) => finding.Symptom is NothingToTrainCode or TinyBatchNormCode;

    /// <summary>NaN or infinity in the data as they were read, with the first sample that holds one.</summary>
    public static Finding? NonFiniteData(DataSource source)
    {
        (string Part, Dataset? Samples)[] parts = [("", source.Samples), ("test part's ", source.Test)];
        foreach ((string part, Dataset? samples) in parts)
        {
            for (long start = 0; samples is not null && start < samples.Count; start += ChunkOfSamples)
            {
                using DisposeScope scope = NewDisposeScope();
                Batch batch = samples.Gather(arange(start, Math.Min(start + ChunkOfSamples, samples.Count), ScalarType.Int64));
                foreach (string field in new[] { BatchFields.Inputs, BatchFields.Target })
                {
                    if (batch.TryGet(field, out Tensor? values) && values.is_floating_point() && Place(values, batch, field) is { } place)
                    {
                        return NonFinite(part, field, start + place.Row, place.Column, place.Rows);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Whether data were refused because a number in them is missing or not finite.</summary>
    public static bool IsMissingNumber(RecipeException refusal) => refusal.Code is "missing-value" or "not-a-number";

    /// <summary>Data that were refused for a number that is missing or not finite; the refusal says in which row.</summary>
    public static Finding MissingNumber(RecipeException refusal) => new()
    {
        Symptom = NonFiniteDataCode,
        Severity = 1,
        Meaning = refusal.Message,
        Numbers = RowIn(refusal.Message) is { } row ? [KeyValuePair.Create("row", row)] : [],
    };

    /// <summary>A model whose every parameter is frozen, or that has none.</summary>
    public static Finding? NothingToTrain(Trainer trainer) => trainer.Session.Trained.Count > 0
        ? null
        : new Finding
        {
            Symptom = NothingToTrainCode,
            Severity = 1,
            Meaning = trainer.Session.Parameters == 0
                ? "The model has no parameters, so no training can change what it answers."
                : "Every parameter is frozen (requires_grad is false), so no training can change what the model answers.",
            Numbers = [KeyValuePair.Create("parameters", (double)trainer.Session.Parameters), KeyValuePair.Create("trained", 0.0)],
        };

    /// <summary>Batch normalization over a batch that holds one number a channel, which has no variance.</summary>
    public static Finding? BatchOfOne(Trainer trainer)
    {
        TrainingPlan plan = trainer.Session.Plan;
        string[] layers = [.. trainer.Session.Model.named_modules().Where(item => item.module is BatchNorm1d).Select(item => item.name)];
        return layers.Length == 0 || Math.Min(plan.BatchSize, plan.LastBatch) > 1
            ? null
            : new Finding
            {
                Symptom = TinyBatchNormCode,
                Severity = 1,
                Layers = [.. layers],
                Meaning = plan.BatchSize == 1
                    ? "Batches of one sample have no variance to normalize by; the training can't begin."
                    : "The epoch's last batch holds one sample, which has no variance to normalize by; the training can't reach the end of an epoch (dropLast: true leaves it out).",
                Numbers = [KeyValuePair.Create("batchSize", (double)plan.BatchSize), KeyValuePair.Create("lastBatch", (double)plan.LastBatch)],
                Treatments = Remedies.For(TinyBatchNormCode),
            };
    }

    private static double? RowIn(string message) =>
        Regex.Match(message, @"\brow (?<row>\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)) is { Success: true } match
            ? double.Parse(match.Groups["row"].Value, CultureInfo.InvariantCulture)
            : null;

    private static (long Row, long Column, long Rows)? Place(Tensor values, Batch batch, string field)
    {
        Tensor wrong = values.isfinite().logical_not().reshape(batch.Size, -1);
        if (batch.Mask is { } mask && field == BatchFields.Target && mask.numel() == values.numel())
        {
            wrong = wrong.logical_and(mask.reshape(batch.Size, -1) != 0);
        }
        else if (batch.Lengths is { } lengths && field == BatchFields.Inputs && values.dim() > 1)
        {
            // What stands behind a sequence's end is padding, which no model reads.
            Tensor valid = arange(values.shape[1]) < lengths.unsqueeze(1);
            wrong = wrong.reshape(batch.Size, values.shape[1], -1).logical_and(valid.unsqueeze(2)).reshape(batch.Size, -1);
        }

        Tensor places = wrong.nonzero();
        return places.shape[0] == 0 ? null : (places[0, 0].item<long>(), places[0, 1].item<long>(), wrong.any(1).sum().item<long>());
    }

    private static Finding NonFinite(string part, string field, long row, long column, long rows) => new()
    {
        Symptom = NonFiniteDataCode,
        Severity = 1,
        Meaning = $"Sample {row} of the {part}data (counted from 0) has a number that is not finite in its {field}, at place {column}; every loss and gradient that it reaches becomes NaN.",
        Numbers = [KeyValuePair.Create("row", (double)row), KeyValuePair.Create("place", (double)column), KeyValuePair.Create("rows", (double)rows)],
    };
}
