using Athanor.Data;
using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>A figure by which a model is judged, accumulated exactly over batches of unlike size.</summary>
[SpecFamily("metric")]
public abstract record MetricSpec : Spec
{
    /// <summary>The name under which it is recorded, such as <c>accuracy</c> or <c>top-5-error</c>.</summary>
    public abstract string Key { get; }

    /// <summary>Whether more is better.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>Whether it can be measured on such a task.</summary>
    public abstract bool Fits(TaskInfo task);

    /// <summary>A fresh accumulator for one pass over the data.</summary>
    public abstract MetricAccumulator Start(TaskInfo task);
}
