using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Losses;

/// <summary>What a made picture stirs in a network should be what the real one stirs: the perceptual loss, and the feature matching of GANs.</summary>
/// <remarks>
/// <para>The mean over a layer's places of |made − real| or of its square, one a sample, added up over the layers; the real features are detached.</para>
/// <para>
/// Without <see cref="Layers"/>: prediction (made) and target (real) are the features of one layer, of equal shape [samples, …]. With them: for each layer reads <c>made/layer</c> and
/// <c>real/layer</c>, and each is a part of the loss; prediction and target are not read.
/// </para>
/// <para>
/// Terms: one a sample; counted: the samples that the mask leaves. Source: Johnson et al. 2016, eq. 2 (squared); Wang et al. 2018, eq. 4 (absolute). Salimans et al. 2016 match means over
/// the batch instead.
/// </para>
/// </remarks>
[Spec("feature-matching")]
public sealed record FeatureMatchingLoss : LossSpec
{
    /// <summary>The layers by name; empty for one layer, given as prediction and target. Default empty.</summary>
    public ValueList<string> Layers { get; init; } = [];

    /// <summary>Whether differences are squared and not absolute. Default false.</summary>
    public bool Squared { get; init; }

    /// <inheritdoc/>
    public override bool ReadsTarget => Layers.Count == 0;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => [.. Layers.SelectMany(layer => new[] { Made(layer), Real(layer) })];

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) =>
        at.Require(Layers.Distinct(StringComparer.Ordinal).Count() == Layers.Count, "names a layer twice", nameof(Layers));

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x)
    {
        LossInput fitted = Layers.Count == 0 ? base.Fit(x) : x;
        foreach (string layer in Layers)
        {
            (Tensor made, Tensor real) = (x[Made(layer)], x[Real(layer)]);
            fitted = Places.SameShape(made, real)
                ? fitted.With(Made(layer), x.Masked(made)).With(Real(layer), x.Masked(real))
                : throw Differ(Made(layer), made, Real(layer), real);
        }

        return fitted;
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        if (Layers.Count == 0)
        {
            return x.PerSample(Distance(x, x.Prediction, x.Target));
        }

        var parts = new List<(string, LossPart)>();
        foreach (string layer in Layers)
        {
            parts.Add((layer, new(Distance(x, x[Made(layer)], x[Real(layer)]))));
        }

        return x.PerSample(parts);
    }

    private Tensor Distance(in LossInput x, Tensor made, Tensor real)
    {
        Tensor difference = made - real.detach();
        Tensor cost = Squared ? difference.square() : difference.abs();
        return x.SampleMeans(cost);
    }

    private static string Made(string layer) => $"made/{layer}";

    private static string Real(string layer) => $"real/{layer}";
}
