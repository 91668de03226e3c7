namespace Athanor.Optimization;

/// <summary>The state of <see cref="ReduceOnPlateauSchedule"/>.</summary>
internal sealed class PlateauFeedback(ReduceOnPlateauSchedule spec, double lr) : ScheduleFeedback
{
    private double _lr = lr;
    private double _best = spec.Mode == PlateauMode.Min ? double.PositiveInfinity : double.NegativeInfinity;
    private double _bad;
    private double _cooldown;

    public override string Metric => spec.Metric;

    public override double Lr => _lr;

    public override void Observe(double value)
    {
        if (IsBetter(value))
        {
            _best = value;
            _bad = 0;
        }
        else
        {
            _bad++;
        }

        if (_cooldown > 0)
        {
            _cooldown--;
            _bad = 0;
        }

        if (_bad > spec.Patience)
        {
            double reduced = Math.Max(_lr * spec.Factor, spec.MinLr);
            _lr = _lr - reduced > spec.Eps ? reduced : _lr;
            _cooldown = spec.Cooldown;
            _bad = 0;
        }
    }

    public override IReadOnlyDictionary<string, double> Save() => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["lr"] = _lr,
        ["best"] = _best,
        ["bad"] = _bad,
        ["cooldown"] = _cooldown,
    };

    public override void Restore(IReadOnlyDictionary<string, double> state) =>
        (_lr, _best, _bad, _cooldown) = (state["lr"], state["best"], state["bad"], state["cooldown"]);

    private bool IsBetter(double value)
    {
        double margin = spec.Mode == PlateauMode.Min ? -spec.Threshold : spec.Threshold;
        double bound = spec.ThresholdMode == ThresholdMode.Abs ? _best + margin : _best * (1 + margin);
        return spec.Mode == PlateauMode.Min ? value < bound : value > bound;
    }
}
