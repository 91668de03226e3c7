using Athanor.Specs;
using Athanor.Studies;
using CsCheck;

namespace Athanor.Tests.Studies;

/// <summary>Random components, and values for their variants.</summary>
internal static class StudyGen
{
    /// <summary>Up to 6 components in an order that respects what they require.</summary>
    public static Gen<ComponentDeclaration[]> Components { get; } = Gen.Int[0, 6].SelectMany(n =>
        Gen.Frequency((1, Gen.Const(true)), (3, Gen.Const(false))).Array[n * n].Select(edges => Declare(n, edges)));

    /// <summary>Components with a value for each valid subset and seed.</summary>
    public static Gen<(ComponentDeclaration[] Components, Dictionary<VariantKey, IReadOnlyList<double?>> Values)> Study { get; } =
        Gen.Select(Components, Gen.Int[1, 4]).SelectMany((components, seeds) =>
        {
            IReadOnlyList<VariantKey> variants = DesignExpansion.Expand(components, StudyDesign.Factorial);
            return Gen.Double[0, 1].Array[seeds].Array[variants.Count].Select(values => (components, variants.Zip(values).ToDictionary(
                pair => pair.First, pair => (IReadOnlyList<double?>)[.. pair.Second.Select(v => (double?)v)])));
        });

    private static ComponentDeclaration[] Declare(int count, bool[] edges) =>
    [
        .. Enumerable.Range(0, count).Select(i => new ComponentDeclaration(
            $"c{i}", ValueList.Create<string>([.. Enumerable.Range(0, i).Where(j => edges[(i * count) + j]).Select(j => $"c{j}")]))),
    ];

    /// <summary>Components written as <c>name:required,required</c>.</summary>
    public static ComponentDeclaration[] Parse(params string[] declarations) =>
    [
        .. declarations.Select(text => text.Split(':')).Select(parts =>
            new ComponentDeclaration(parts[0], parts.Length == 1 ? [] : ValueList.Create<string>(parts[1].Split(',')))),
    ];
}
