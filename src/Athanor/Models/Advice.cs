using Athanor.Specs;

namespace Athanor.Models;

/// <summary>One line of advice.</summary>
/// <param name="Topic">What it is about, such as <c>hidden layers</c>.</param>
/// <param name="Choices">Names of members or words for them, the first choice first.</param>
/// <param name="Reason">Why.</param>
/// <param name="Page">The page that says more.</param>
public sealed record Advice(string Topic, ValueList<string> Choices, string Reason, string Page);
