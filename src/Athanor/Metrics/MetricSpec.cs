using Athanor.Data;
using Athanor.Specs;

namespace Athanor.Metrics;

/// <summary>A figure by which a model is judged, accumulated exactly over batches of unlike size.</summary>
/// <remarks>A mean of one value a place derives from <see cref="MeanMetric"/>; others bring a <see cref="MetricAccumulator"/> of their own.</remarks>
[SpecFamily("metric")]
public abstract record MetricSpec : Spec
{
    /// <summary>The name under which it is recorded, such as <c>accuracy</c> or <c>top-5-error</c>. By default the name by which documents choose it.</summary>
    public virtual string Key => SpecCatalog.NameOf(GetType()) ?? GetType().Name;

    /// <summary>Whether more is better.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>Whether it can be measured on such a task.</summary>
    public abstract bool Fits(TaskInfo task);

    /// <summary>A fresh accumulator for one pass over the data.</summary>
    public abstract MetricAccumulator Start(TaskInfo task);

    /// <summary>Whether it is recorded under <paramref name="key"/>: its own, or one of its details (<c>f1/3</c>).</summary>
    public bool Gives(string key) =>
        key == Key || (key.StartsWith(Key, StringComparison.Ordinal) && key.Length > Key.Length && key[Key.Length] == '/');
}
