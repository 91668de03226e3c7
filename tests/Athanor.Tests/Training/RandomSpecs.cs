using System.Reflection;
using Athanor.Data;
using Athanor.Models;
using Athanor.Specs;
using Athanor.Training;
using CsCheck;
using Spec = Athanor.Specs.Spec;

namespace Athanor.Tests.Training;

/// <summary>Random values of any spec, by its options: what a catalogue gains is drawn from then on without a line here.</summary>
internal static class RandomSpecs
{
    private const int Tries = 3;

    /// <summary>Whole recipes that validate.</summary>
    public static Gen<Recipe> Recipe { get; } = Gen.UInt.Array[400].Select(numbers =>
    {
        var dice = new Dice(numbers);
        return (Recipe)Vary(Recipes.Small, dice, depth: 0);
    });

    /// <summary>The spec with options drawn anew, one after another; what validation refuses is put back.</summary>
    private static Spec Vary(Spec spec, Dice dice, int depth)
    {
        foreach (PropertyInfo option in spec.GetType().GetProperties().Where(p => p is { CanWrite: true } && !p.IsDefined(typeof(SpecIgnoreAttribute))).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            for (int i = 0; i < Tries && dice.Chance(2); i++)
            {
                Spec changed = Copy(spec);
                option.SetValue(changed, Value(option.PropertyType, option.GetValue(changed), dice, depth));
                if (IsValid(changed))
                {
                    spec = changed;
                    break;
                }
            }
        }

        return spec;
    }

    private static object? Value(Type type, object? now, Dice dice, int depth)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        if (inner == typeof(bool))
        {
            return dice.Chance(2);
        }

        if (inner.IsEnum)
        {
            Array values = Enum.GetValues(inner);
            return values.GetValue(dice.Below(values.Length));
        }

        if (inner == typeof(int) || inner == typeof(long))
        {
            return Convert.ChangeType(dice.Below(4) switch { 0 => 0, 1 => 1, 2 => dice.Below(10), _ => dice.Below(100_000) }, inner, null);
        }

        if (inner == typeof(double))
        {
            return dice.Below(4) switch { 0 => 0.5, 1 => 1, 2 => dice.Below(1_000_000) / 1e6, _ => Math.Pow(10, dice.Below(9) - 5) * (1 + (dice.Below(1000) / 7.0)) };
        }

        if (inner == typeof(string))
        {
            return dice.Below(3) switch { 0 => "validation/accuracy", 1 => "a: 'b' # \"ü\" 炉", _ => now };
        }

        return Whole(inner, now, dice, depth);
    }

    private static object? Whole(Type type, object? now, Dice dice, int depth)
    {
        if (type == typeof(BatchSize))
        {
            return dice.Chance(3) ? BatchSize.Full : BatchSize.Of(1 + dice.Below(500));
        }

        if (type == typeof(LayerSizes))
        {
            return dice.Chance(2) ? LayerSizes.Repeat(1 + dice.Below(64), dice.Below(4)) : LayerSizes.Create([1 + dice.Below(64), 1 + dice.Below(64)]);
        }

        if (type == typeof(ValueList<int>))
        {
            return ValueList.Create<int>([.. Enumerable.Range(0, dice.Below(4)).Select(_ => 1 + dice.Below(64))]);
        }

        if (type == typeof(ValueList<double>))
        {
            return ValueList.Create<double>([.. Enumerable.Range(0, dice.Below(4)).Select(_ => dice.Below(1000) / 8.0)]);
        }

        if (typeof(Spec).IsAssignableFrom(type) && depth < 4)
        {
            Spec? member = type.IsAbstract ? Member(type, dice) : (Spec?)now ?? (Spec)Activator.CreateInstance(type)!;
            return member is null ? now : Vary(member, dice, depth + 1);
        }

        return now;
    }

    private static Spec? Member(Type family, Dice dice)
    {
        // A model made in C# needs more than a document; specs of this project's own tests are no part of the catalogue.
        Type[] members = [.. SpecCatalog.Members(family).Values.Where(type => type != typeof(CustomModel) && type.Assembly == typeof(Spec).Assembly)];
        return members.Length == 0 ? null : (Spec)Activator.CreateInstance(members[dice.Below(members.Length)])!;
    }

    private static Spec Copy(Spec spec) =>
        (Spec)spec.GetType().GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance)!.Invoke(spec, null)!;

    private static bool IsValid(Spec spec)
    {
        try
        {
            typeof(SpecValidator).GetMethod(nameof(SpecValidator.Check))!.MakeGenericMethod(spec.GetType()).Invoke(null, [spec, RecipePath.Root]);
            return true;
        }
        catch (TargetInvocationException refused) when (refused.InnerException is RecipeException)
        {
            return false;
        }
    }

    private sealed class Dice(uint[] numbers)
    {
        private int _next;

        public int Below(int limit) => (int)(numbers[_next++ % numbers.Length] % (uint)limit);

        public bool Chance(int of) => Below(of) == 0;
    }
}
