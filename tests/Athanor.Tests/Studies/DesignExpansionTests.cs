using Athanor.Specs;
using Athanor.Studies;
using CsCheck;

namespace Athanor.Tests.Studies;

public sealed class DesignExpansionTests
{
    [Fact]
    public void A_factorial_contains_the_variants_of_every_other_design() => StudyGen.Components.Sample(components =>
    {
        var factorial = DesignExpansion.Expand(components, StudyDesign.Factorial).ToHashSet();
        return factorial.IsSupersetOf(DesignExpansion.Expand(components, StudyDesign.Additive))
            && factorial.IsSupersetOf(DesignExpansion.Expand(components, StudyDesign.OneAtATime))
            && factorial.IsSupersetOf(DesignExpansion.Expand(components, StudyDesign.LeaveOneOut))
            && factorial.IsSupersetOf(DesignExpansion.Expand(components, StudyDesign.Cumulative));
    });

    [Fact]
    public void Every_variant_holds_what_its_members_require_in_declared_order() => StudyGen.Components.Sample(components =>
        DesignExpansion.Expand(components, StudyDesign.LeaveOneOut, StudyDesign.Factorial).All(key =>
            key.Components.SequenceEqual(components.Select(c => c.Name).Where(key.Components.Contains))
            && components.Where(c => key.Components.Contains(c.Name)).All(c => c.Requires.All(key.Components.Contains))));

    [Fact]
    public void A_factorial_counts_the_valid_subsets_in_binary() => StudyGen.Components.Sample(components =>
        DesignExpansion.Expand(components, StudyDesign.Factorial).SequenceEqual(
            Enumerable.Range(0, 1 << components.Length)
                .Select(bits => components.Where((_, i) => (bits >> i & 1) == 1).ToArray())
                .Where(chosen => chosen.All(c => c.Requires.All(required => chosen.Any(other => other.Name == required))))
                .Select(chosen => new VariantKey(ValueList.Create<string>([.. chosen.Select(c => c.Name)])))));

    [Fact]
    public void Several_designs_share_variants() => StudyGen.Components.Sample(components =>
    {
        IReadOnlyList<VariantKey> both = DesignExpansion.Expand(components, StudyDesign.Cumulative, StudyDesign.Factorial);
        return both.Count == DesignExpansion.Expand(components, StudyDesign.Factorial).Count && both.Distinct().Count() == both.Count;
    });

    [Fact]
    public void A_design_may_cross_some_of_the_components()
    {
        ComponentDeclaration[] components = [.. "relu kaiming residual clipping batchNorm".Split(' ').Select(name => new ComponentDeclaration(name))];
        IReadOnlyList<VariantKey> variants = DesignExpansion.Expand(
            components, [new DesignChoice(StudyDesign.Cumulative), new DesignChoice(StudyDesign.Factorial, ["relu", "kaiming", "residual", "clipping"])]);
        Assert.Equal(17, variants.Count);
        Assert.Equal(10, Athanor.Evaluation.SignFlipPower.MinimumPairs(variants.Count - 1));
    }

    [Fact]
    public void Labels_are_those_of_a_papers_table()
    {
        ComponentDeclaration[] components = [new("B"), new("C", ["B"])];
        IReadOnlyList<VariantKey> variants = DesignExpansion.Expand(components, StudyDesign.Cumulative);
        Assert.Equal(["A (baseline)", "A+B", "A+B+C (final)"], variants.Select(v => v.Label(variants[^1])));
        Assert.Equal(["baseline", "B", "B+C"], variants.Select(v => v.Name));
        Assert.Equal("A (baseline)", VariantKey.Baseline.Label(VariantKey.Baseline));
    }

    [Theory]
    [InlineData("unknown-requirement", "components.deeper.requires[0]: no component 'rellu'; did you mean 'relu'?", "relu", "deeper:rellu")]
    [InlineData("duplicate-name", "components.relu: two components are named 'relu'; rename one", "relu", "bn", "relu")]
    [InlineData("cycle", "components.b.requires: 'b' requires itself (b → c → b); break the cycle", "a", "b:c", "c:b", "d:b")]
    [InlineData("cycle", "components.a.requires: 'a' requires itself (a → a); break the cycle", "a:a")]
    [InlineData(
        "requirement-order", "components.c.requires[1]: the cumulative design adds 'c' before 'b', which it requires; declare 'b' first", "a", "c:a,b", "b")]
    public void A_refusal_says_what_where_and_how_to_mend_it(string code, string message, params string[] declarations)
    {
        RecipeException refusal = Assert.Throws<RecipeException>(() => DesignExpansion.Expand(StudyGen.Parse(declarations), StudyDesign.Cumulative));
        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }

    [Fact]
    public void A_design_over_some_components_needs_what_they_require()
    {
        ComponentDeclaration[] components = StudyGen.Parse("relu", "deeper:relu");
        RecipeException Refusal(ValueList<string> of) =>
            Assert.Throws<RecipeException>(() => DesignExpansion.Expand(components, [new DesignChoice(StudyDesign.Factorial, of)]));
        Assert.Equal("missing-requirement", Refusal(["deeper"]).Code);
        Assert.Equal("design: no component 'deper'; did you mean 'deeper'?", Refusal(["deper"]).Message);
    }

    [Fact]
    public void A_factorial_without_end_is_refused_but_a_long_chain_is_not()
    {
        ComponentDeclaration[] free = [.. Enumerable.Range(0, 40).Select(i => new ComponentDeclaration($"c{i}"))];
        ComponentDeclaration[] chain = [.. Enumerable.Range(0, 60).Select(i => new ComponentDeclaration($"c{i}", i == 0 ? [] : [$"c{i - 1}"]))];
        Assert.Equal("too-many-variants", Assert.Throws<RecipeException>(() => DesignExpansion.Expand(free, StudyDesign.Factorial)).Code);
        Assert.Equal(61, DesignExpansion.Expand(chain, StudyDesign.Factorial).Count);
        Assert.Equal(42, DesignExpansion.Expand(free, StudyDesign.Additive).Count);
    }
}
