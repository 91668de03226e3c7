using System.Text.Json;
using Athanor.Data;

namespace Athanor.Metrics;

/// <summary>What metrics that average over classes share: keys, fitting tasks, details.</summary>
internal static class ClassAverages
{
    /// <summary>The name alone where the average is the task's usual one or none, else with the average behind: <c>f1-micro</c>.</summary>
    public static string Key(string name, ClassAverage? average) =>
        average is null or ClassAverage.None ? name : $"{name}-{JsonNamingPolicy.KebabCaseLower.ConvertName(average.Value.ToString())}";

    /// <summary>Whether the average can be taken: that of class 1 alone needs yes or no.</summary>
    public static bool Fits(ClassAverage? average, TaskInfo task) =>
        task.Kind == TaskKind.Binary || (task.Kind == TaskKind.MultiClass && average != ClassAverage.Binary);

    /// <summary>The average meant: where none is given, of class 1 for yes or no, macro for several classes.</summary>
    public static ClassAverage Of(ClassAverage? average, TaskInfo task) => average switch
    {
        null => task.Kind == TaskKind.Binary ? ClassAverage.Binary : ClassAverage.Macro,
        ClassAverage.None => ClassAverage.Macro,
        { } chosen => chosen,
    };

    /// <summary>The scores by class index, where every class is asked for.</summary>
    public static IReadOnlyDictionary<string, double> Details(ClassAverage? average, IEnumerable<double> scores) =>
        (average == ClassAverage.None ? scores : []).Index().ToDictionary(score => $"{score.Index}", score => score.Item, StringComparer.Ordinal);
}
