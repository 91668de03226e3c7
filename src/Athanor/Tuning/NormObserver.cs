using Athanor.Training;

namespace Athanor.Tuning;

/// <summary>Notes the gradient norm of every update.</summary>
internal sealed class NormObserver : ITrainingObserver
{
    private readonly List<double> _norms = [];

    public IReadOnlyList<double> Norms => _norms;

    public void OnStep(StepReport report)
    {
        if (report.Updated)
        {
            _norms.Add(report.GradientNorm);
        }
    }
}
