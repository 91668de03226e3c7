using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Athanor.Specs;

/// <summary>A place in a document, and the checks that refuse what stands there by that place's name.</summary>
/// <param name="Value">Keys joined by points, indexes in brackets: <c>model.mlp.hidden[0]</c>; empty for the whole document.</param>
public readonly record struct RecipePath(string Value)
{
    /// <summary>The whole document.</summary>
    public static RecipePath Root { get; } = new("");

    /// <summary>The place of <paramref name="key"/> below this one.</summary>
    public RecipePath Key(string key) => new(string.IsNullOrEmpty(Value) ? key : $"{Value}.{key}");

    /// <summary>The place of the item at <paramref name="index"/>, from 0.</summary>
    public RecipePath Item(int index) => new($"{Value}[{index}]");

    /// <summary>Refuses a value that is not greater than 0.</summary>
    public void Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Require(value > 0, $"{value} is not greater than 0", name);

    /// <summary>Refuses a value below 0.</summary>
    public void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Require(value >= 0, $"{value} is below 0", name);

    /// <summary>Refuses a value outside [<paramref name="low"/>, <paramref name="high"/>].</summary>
    public void Within(double value, double low, double high, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Require(value >= low && value <= high, $"{value} is not within [{low}, {high}]", name);

    /// <summary>Refuses a value outside [<paramref name="low"/>, <paramref name="high"/>): the usual range of a share or a decay.</summary>
    public void WithinHalfOpen(double value, double low, double high, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Require(value >= low && value < high, $"{value} is not within [{low}, {high})", name);

    /// <summary>Refuses a whole number below <paramref name="minimum"/>.</summary>
    public void AtLeast(long value, long minimum, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Require(value >= minimum, $"{value} is less than {minimum}", name);

    /// <summary>Refuses with <paramref name="problem"/> unless <paramref name="holds"/>.</summary>
    /// <param name="holds">What must be true.</param>
    /// <param name="problem">What is wrong and how to mend it.</param>
    /// <param name="name">The C# name of the option concerned, or empty for this place itself.</param>
    public void Require(bool holds, string problem, string name = "")
    {
        if (!holds)
        {
            throw Refusal("out-of-range", problem, name);
        }
    }

    /// <summary>The exception that refuses what stands here.</summary>
    public RecipeException Refusal(string code, string problem, string name = "") =>
        new(code, (name.Length == 0 ? this : Key(Option(name))).Value, problem);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string Option(string name) =>
        string.Join('.', name.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
