using Athanor.Data;
using Athanor.Specs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Losses;

/// <summary>The Jensen–Shannon divergence between the predicted and the target distribution, in nats: symmetric, and never above log 2.</summary>
/// <remarks>
/// <para>½·KL(p‖m) + ½·KL(q‖m) with m = (p + q)/2, p the softmax of the logits over the classes and q the target.</para>
/// <para>Prediction: logits [samples, classes]; target: probabilities of the same shape. Terms: one a sample; counted: the samples that the mask leaves. Source: Lin 1991.</para>
/// </remarks>
[Spec("jensen-shannon")]
public sealed record JensenShannon : LossSpec
{
    /// <inheritdoc/>
    public override string ContainedActivation => "softmax";

    /// <inheritdoc/>
    public override void CheckTargets(Batch samples, TaskInfo task, RecipePath at)
    {
        at.Require(task.Outputs > 1, "one logit has nothing to be compared with; take bce-with-logits for yes or no");
        ClassLabels.RefuseIndexes(samples, Name, at);
        base.CheckTargets(samples, task, at);
    }

    /// <inheritdoc/>
    protected override (Tensor Where, string Wanted)? Unfit(Tensor targets, long outputs) => ((targets < 0).logical_or(targets > 1), "a probability within [0, 1]");

    /// <inheritdoc/>
    protected override LossInput Fit(in LossInput x)
    {
        if (x.Prediction.dim() != 2 || !Places.SameShape(x.Prediction, x.Target))
        {
            throw Differ(x);
        }

        return x with { Prediction = x.Masked(x.Prediction), Target = x.Masked(x.Target.to_type(x.Prediction.dtype)) };
    }

    /// <inheritdoc/>
    protected override LossTerms Evaluate(in LossInput x)
    {
        Tensor logP = functional.log_softmax(x.Prediction, 1);
        Tensor logQ = x.Target.log();
        Tensor logM = logaddexp(logP, logQ) - Math.Log(2);
        Tensor fromP = logP.exp() * (logP - logM);
        Tensor fromQ = x.Target * where(x.Target == 0, zeros_like(logQ), logQ - logM);
        return x.PerSample(0.5 * (fromP + fromQ).sum([1L]));
    }
}
