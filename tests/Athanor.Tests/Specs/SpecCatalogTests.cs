using System.Reflection;
using System.Reflection.Emit;
using Athanor.Specs;
using Athanor.Specs.Typed;

namespace Athanor.Tests.Specs;

public sealed class SpecCatalogTests
{
    [SpecFamily("growing")]
    public abstract record GrowingSpec : Spec;

    [SpecFamily("twin")]
    public abstract record TwinSpec : Spec;

    [Spec("same")]
    public sealed record FirstTwin : TwinSpec;

    [Spec("same")]
    public sealed record SecondTwin : TwinSpec;

    public sealed record HoldsAnything : Spec
    {
        public object Thing { get; init; } = 1;
    }

    public sealed record NullIsNoDefault : Spec
    {
        public int? Patience { get; init; } = 5;
    }

    public static TheoryData<string, string> BuiltIn => [.. SpecCatalog.Families.Values
        .Where(family => family.Assembly == typeof(Spec).Assembly)
        .SelectMany(family => SpecCatalog.Members(family).Where(member => member.Value.Assembly == family.Assembly)
            .Select(member => (SpecCatalog.FamilyName(family), member.Key)))];

    [Fact]
    public void Members_are_found_without_being_registered() =>
        Assert.Equal(["nothing", "ordered", "soup", "stew"], SpecCatalog.Members(typeof(DishSpec)).Keys);

    [Fact]
    public void Two_members_with_one_name_are_refused_and_both_are_named()
    {
        var refusal = Assert.Throws<RecipeException>(() => SpecCatalog.Members(typeof(TwinSpec)));

        Assert.Equal("duplicate-member", refusal.Code);
        Assert.Matches("twin 'same' is claimed by .*(First|Second)Twin .* and .*(First|Second)Twin ", refusal.Message);
    }

    [Fact]
    public void Members_of_an_assembly_that_is_loaded_later_are_found_too()
    {
        Assert.Empty(SpecCatalog.Members(typeof(GrowingSpec)));
        var builder = new PersistedAssemblyBuilder(new AssemblyName("Users.Own"), typeof(object).Assembly);
        TypeBuilder type = builder.DefineDynamicModule("Users.Own").DefineType("Users.Own.Late", TypeAttributes.Public, typeof(GrowingSpec));
        type.SetCustomAttribute(new CustomAttributeBuilder(typeof(SpecAttribute).GetConstructor([typeof(string)])!, ["late"]));
        type.DefineDefaultConstructor(MethodAttributes.Public);
        MethodBuilder clone = type.DefineMethod(
            "<Clone>$", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, typeof(GrowingSpec), []);
        ILGenerator body = clone.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ret);
        type.CreateType();
        using var image = new MemoryStream();
        builder.Save(image);

        Assembly.Load(image.ToArray());

        Assert.Equal(["late"], SpecCatalog.Members(typeof(GrowingSpec)).Keys);
    }

    [Fact]
    public void A_property_that_no_document_can_hold_is_named()
    {
        var mistake = Assert.Throws<InvalidOperationException>(() => SpecWriter.Write(new HoldsAnything()));

        Assert.Contains("HoldsAnything.Thing: a document can't hold a System.Object", mistake.Message);
    }

    [Fact]
    public void An_option_that_may_be_null_is_null_by_default() =>
        Assert.Contains("NullIsNoDefault.Patience", Assert.Throws<InvalidOperationException>(() => SpecWriter.Write(new NullIsNoDefault())).Message);

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void A_built_in_member_has_defaults_for_all_options_and_reads_back_as_it_was_written(string family, string name)
    {
        RecordType member = SpecTypes.Record(SpecCatalog.Members(SpecCatalog.Families[family])[name]);

        Assert.Empty(member.Properties.Values.Where(property => property.Required).Select(property => property.Name));
        object value = member.Read(DocumentReader.Parse("{}").Root, RecipePath.Root);
        Assert.Equal(value, member.Read(member.Write(value, fingerprint: false), RecipePath.Root));
        Assert.NotNull(SpecSchema.Of(member.Clr, name));
    }
}
