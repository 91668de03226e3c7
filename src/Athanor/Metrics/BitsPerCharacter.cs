using Athanor.Data;
using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>The negative log-likelihood of a text in bits, divided by its characters: comparable between models whose tokens differ.</summary>
/// <remarks>Logits [samples, classes, …], such as [samples, tokens, time], labels [samples, …]. Sum of nats / ln 2 / characters.</remarks>
[Spec("bits-per-character")]
public sealed record BitsPerCharacter : MetricSpec
{
    /// <summary>Characters of the whole text that is evaluated. By default every place is one character.</summary>
    public long? Characters { get; init; }

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(TaskInfo task) => task.Kind == TaskKind.MultiClass;

    /// <inheritdoc/>
    public override MetricAccumulator Start(TaskInfo task) => new Bits(this, task);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        if (Characters is { } characters)
        {
            at.AtLeast(characters, 1, nameof(Characters));
        }
    }

    private sealed class Bits : MetricAccumulator
    {
        private readonly BitsPerCharacter _metric;
        private readonly TaskInfo _task;
        private readonly RunningSum _nats;
        private readonly RunningSum _places;

        public Bits(BitsPerCharacter metric, TaskInfo task)
        {
            (_metric, _task) = (metric, task);
            (_nats, _places) = (Sum("nats"), Sum("places"));
        }

        public override double Value() => _places.Value == 0 ? double.NaN : _nats.Value / Math.Log(2) / (_metric.Characters ?? _places.Value);

        protected override void Read(in MetricInput x)
        {
            Labelled places = Labelled.Of(x, _task, _metric.Key);
            TorchSharp.torch.Tensor factors = places.CountingFactors();
            _nats.Add((places.Counting(places.NegativeLogLikelihood()) * factors).sum());
            _places.Add(factors.sum());
        }
    }
}
