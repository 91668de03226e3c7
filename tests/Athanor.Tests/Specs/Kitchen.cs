using Athanor.Data;
using Athanor.Specs;
using CsCheck;
using Spec = Athanor.Specs.Spec;

namespace Athanor.Tests.Specs;

/// <summary>A family of specs that uses every shape a document can hold.</summary>
[SpecFamily("dish")]
public abstract record DishSpec : Spec
{
    /// <summary>How much of it there is, in grams.</summary>
    public abstract double Grams { get; init; }
}

public enum Heat
{
    Raw,
    SlowCooked,
    StirFried,
}

/// <summary>A soup.</summary>
[Spec("soup")]
public sealed record Soup : DishSpec
{
    public override double Grams { get; init; } = 300;

    public bool Hot { get; init; } = true;

    public Heat Heat { get; init; } = Heat.SlowCooked;

    /// <summary>What lies in it.</summary>
    public ValueList<string> Contents { get; init; } = ["water"];

    public LayerSizes Layers { get; init; } = [64, 64];

    protected override void Validate(RecipePath at) => at.Positive(Grams);
}

[Spec("stew")]
public sealed record Stew : DishSpec
{
    public override double Grams { get; init; } = 1e-5;

    public DishSpec? Over { get; init; }

    public long Minutes { get; init; } = 90;

    public int? Servings { get; init; }

    public string Note { get; init; } = "";
}

[Spec("nothing")]
public sealed record Nothing : DishSpec
{
    public override double Grams { get; init; }
}

[Spec("ordered")]
public sealed record Ordered : DishSpec
{
    public override double Grams { get; init; }

    public required string From { get; init; }
}

public sealed record Table : Spec
{
    public int Number { get; init; } = 1;

    public bool Window { get; init; }

    protected override void Validate(RecipePath at) => at.AtLeast(Number, 1);
}

/// <summary>A whole meal: the root of the documents that these tests read.</summary>
public sealed record Meal : Spec
{
    public DishSpec Main { get; init; } = new Soup();

    public DishSpec? Dessert { get; init; }

    public ValueList<DishSpec> Sides { get; init; } = [];

    public ValueMap<DishSpec> ByGuest { get; init; } = new();

    public ValueMap<double> Prices { get; init; } = new();

    public Table Table { get; init; } = new();

    public Table? Spare { get; init; }

    public BatchSize BatchSize { get; init; } = 32;

    public SeedList Seeds { get; init; } = 3;

    public RawValue Extra { get; init; } = RawValue.Empty;

    [NotFingerprinted]
    public string Camera { get; init; } = "off";

    [SpecIgnore]
    public Action? Ring { get; init; }

    public double Total => 1;
}

public static class Kitchen
{
    private static readonly Gen<double> Real = Gen.OneOf(
        Gen.Double[0.001, 1000], Gen.Double[1e-12, 1e-3], Gen.OneOf(1e-5, 1.0, 1e300, double.PositiveInfinity, 5e-324, 0.1));

    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 1, 8],
        Gen.OneOf("", "null", "true", "1", "1.5", "~", "a: b", "# no", "- x", "炼丹炉", "line\nbreak", "\"", "'", ".nan", "NaN", "{", " lead", "trail ", "&a", "*a"));

    private static readonly Gen<LayerSizes> Layers = Gen.OneOf(
        Gen.Int[1, 99].Array[0, 4].Select(sizes => LayerSizes.Create(sizes)),
        Gen.Select(Gen.Int[1, 9], Gen.Int[0, 5], LayerSizes.Repeat));

    public static Gen<DishSpec> Dish { get; } = Gen.Recursive<DishSpec>((depth, self) => Gen.OneOf<DishSpec>(
        Gen.Select(Real, Gen.Bool, Gen.Enum<Heat>(), Word.Array[0, 3], Layers, (grams, hot, heat, contents, layers) => (DishSpec)new Soup
        {
            Grams = grams,
            Hot = hot,
            Heat = heat,
            Contents = ValueList.Create<string>(contents),
            Layers = layers,
        }),
        Gen.Select(Real, depth < 3 ? self.Null() : Gen.Const((DishSpec?)null), Gen.Long, Gen.Int.Nullable(), Word, (grams, over, minutes, servings, note) => (DishSpec)new Stew
        {
            Grams = grams,
            Over = over,
            Minutes = minutes,
            Servings = servings,
            Note = note,
        }),
        Gen.Const((DishSpec)new Nothing()),
        Gen.Const((DishSpec)new Soup()),
        Word.Select(from => (DishSpec)new Ordered { From = from })));

    private static readonly Gen<Table> AnyTable = Gen.Select(Gen.Int[1, 5], Gen.Bool, (number, window) => new Table { Number = number, Window = window });

    public static Gen<Meal> Meals { get; } = Gen.Select(
        Gen.Select(Dish, Dish.Null(), Dish.Array[0, 2], Map(Dish), Map(Real)),
        Gen.Select(AnyTable, AnyTable.Null(), Gen.OneOf(Gen.Int[1, 99].Select(BatchSize.Of), Gen.Const(BatchSize.Full))),
        Gen.Select(Gen.Int[1, 9], Word, (seeds, camera) => (seeds, camera)),
        (dishes, tables, rest) => new Meal
        {
            Main = dishes.Item1,
            Dessert = dishes.Item2,
            Sides = ValueList.Create<DishSpec>(dishes.Item3),
            ByGuest = dishes.Item4,
            Prices = dishes.Item5,
            Table = tables.Item1,
            Spare = tables.Item2,
            BatchSize = tables.Item3,
            Seeds = rest.seeds,
            Camera = rest.camera,
        });

    private static Gen<ValueMap<T>> Map<T>(Gen<T> value) =>
        Gen.Select(Gen.OneOf("ann", "bob", "cy", "true", "1"), value).Array[0, 3]
            .Select(entries => new ValueMap<T>(entries.DistinctBy(entry => entry.Item1).Select(entry => KeyValuePair.Create(entry.Item1, entry.Item2))));
}
