using Athanor.Recording;
using Athanor.Trials;

namespace Athanor.Diagnosis.Repairs;

/// <summary>Decides whether a treated training is healed.</summary>
/// <remarks>
/// <para>Healed means all three: (1) the findings that a repair is for are gone, judged by the same clinic; (2) nothing severe is found any more, old or new; (3) the training
/// got better by its own measure, <see cref="LossLeft"/>.</para>
/// <para>What a repair is for: the severe findings; all of them where none is severe. Findings that stand in the recipe alone need no better loss, only none that is worse.</para>
/// </remarks>
internal sealed class Healing
{
    /// <summary>From this severity on a finding is severe.</summary>
    public const double Severe = 0.5;

    /// <summary>Loss left ÷ that before, at most.</summary>
    private const double Better = 0.9;

    /// <summary>Loss left of a training that is well: there better is not asked, only no worse than this.</summary>
    private const double Well = 0.1;

    /// <summary>Loss left of a training that has learned something.</summary>
    private const double Something = 0.95;

    /// <summary>Loss left beyond that before that is no worse: what another seed might make.</summary>
    private const double Tolerance = 0.05;

    private static readonly string[] StandInTheRecipe = ["never-clipped", "tiny-batch-norm", "unscaled-data", "loss-output-mismatch"];

    private readonly string[] _targets;
    private readonly bool _mustBeBetter;

    public Healing(DiagnosisResult diagnosis)
    {
        Finding[] severe = [.. diagnosis.Findings.Where(finding => finding.Severity >= Severe)];
        _targets = [.. (severe.Length > 0 ? severe : diagnosis.Findings).Select(finding => finding.Symptom)];
        OnValidation = _targets.Length > 0 && _targets.All(symptom => symptom == "overfitting");
        _mustBeBetter = !_targets.All(StandInTheRecipe.Contains);
        var metrics = new Dictionary<string, double>(diagnosis.Report?.Metrics ?? new Dictionary<string, double>(StringComparer.Ordinal), StringComparer.Ordinal)
        {
            [LossLeft.Constant] = diagnosis.ConstantLoss,
        };
        Before = diagnosis.Report is { } report ? LossLeft.Of(report.Status.ToRunStatus(), metrics, OnValidation) : double.PositiveInfinity;
    }

    /// <summary>Whether the validation part decides: where what was found is overfitting.</summary>
    public bool OnValidation { get; }

    /// <summary>Loss left of the sick training.</summary>
    public double Before { get; }

    /// <summary>Why the treated training is not healed, in a few words; empty where it is.</summary>
    public string Missing(TrialResult treated)
    {
        string[] still = [.. treated.Findings.Select(finding => finding.Symptom).Where(_targets.Contains)];
        string[] severe = [.. treated.Findings.Where(finding => finding.Severity >= Severe).Select(finding => finding.Symptom).Except(still)];
        double left = LossLeft.Of(treated.Status, treated.Metrics, OnValidation);
        return treated switch
        {
            { Status: RunStatus.Failed, Findings.Count: 0 } => treated.Reason ?? "can't be trained",
            _ when still.Length > 0 => $"still {string.Join(", ", still)}",
            _ when severe.Length > 0 => $"now {string.Join(", ", severe)}",
            _ when double.IsInfinity(left) => "diverged",
            _ when !Suffices(left) => "loss no better",
            _ => "",
        };
    }

    private bool Suffices(double left) =>
        (left <= Well && (!_mustBeBetter || Before <= Well || left <= Better * Before))
        || (_mustBeBetter ? left <= Better * Before && left < Something : left <= Before + Tolerance);
}
