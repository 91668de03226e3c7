using Athanor.Diagnosis;
using Athanor.Diagnosis.Treatments;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Tests.Training;
using Athanor.Training;

namespace Athanor.Tests.Clinic;

public sealed class TreatmentTests
{
    public static TheoryData<string> Names => [.. Remedies.All.Select(remedy => remedy.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_treatment_has_a_page_and_changes_some_recipe_into_one_that_is_valid(string name)
    {
        Treatment treatment = Remedies.All.Single(each => each.Name == name);
        Recipe[] recipes =
        [
            Recipes.Small with { Clipping = new ClipByNorm() },
            Recipes.Small.WithModel<MlpSpec>(mlp => mlp with { OutputActivation = new Athanor.Activations.Sigmoid() }),
            (Recipes.Small with { Loss = new Athanor.Losses.MseLoss() }).WithModel<MlpSpec>(mlp => mlp with { OutputActivation = new Athanor.Activations.Sigmoid() }),
            Recipes.Small with { Model = new RecurrentSpec { Cell = RecurrentCell.Rnn } },
        ];

        Assert.NotNull(TermIndex.Default.TryFind(treatment.Term));
        Recipe changed = recipes.Select(treatment.Apply).OfType<Recipe>().First();
        Assert.Equal(changed.Fingerprint(), SpecReader.Read<Recipe>(SpecWriter.Write(changed), RecipePath.Root).Fingerprint());
    }

    [Fact]
    public void Treatments_that_exclude_each_other_are_not_tried_together()
    {
        Recipe pretrained = Remedies.LayerwisePretraining.Apply(Recipes.Small)!;

        Assert.Null(Remedies.BatchNorm.Apply(pretrained));
        Assert.Null(Remedies.LayerwisePretraining.Apply(Remedies.Residual.Apply(Recipes.Small.WithModel<MlpSpec>(mlp => mlp with { Hidden = [8, 8] }))!));
        Assert.NotNull(Remedies.ReluKaiming.Apply(pretrained.WithModel<MlpSpec>(mlp => mlp with { Activation = new Athanor.Activations.Sigmoid() })));
    }

    [Fact]
    public void A_treatment_that_is_there_already_has_nothing_to_change()
    {
        Recipe clipped = Recipes.Small with { Clipping = new ClipByNorm { MaxNorm = 1 } };

        Assert.Null(Remedies.ClipByNorm.Apply(clipped));
        Assert.Null(Remedies.GatedUnits.Apply(clipped));
    }
}
