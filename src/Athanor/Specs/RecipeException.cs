namespace Athanor.Specs;

/// <summary>What a user wrote can't be used: says what, where and how to mend it, in one line.</summary>
public sealed class RecipeException : Exception
{
    private const int MostOfPath = 400;
    private const int MostOfProblem = 2000;

    /// <summary>Makes the refusal.</summary>
    /// <param name="code">Kebab-case kind for programs, such as <c>unknown-key</c>.</param>
    /// <param name="path">The place in the document, such as <c>model.mlp.hidden</c>; empty for the whole of it.</param>
    /// <param name="problem">What is wrong and how to mend it, without the place.</param>
    /// <param name="file">The file as the user named it, where there is one.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public RecipeException(string code, string path, string problem, string? file = null, Exception? inner = null)
        : base(Compose(file, OneLine(path, MostOfPath), OneLine(problem, MostOfProblem)), inner)
    {
        Code = code;
        Path = OneLine(path, MostOfPath);
        Problem = OneLine(problem, MostOfProblem);
        File = file;
    }

    /// <summary>Kebab-case kind for programs, such as <c>unknown-key</c>.</summary>
    public string Code { get; }

    /// <summary>The place in the document, such as <c>components.deeper.requires[0]</c>.</summary>
    public string Path { get; }

    /// <summary>What is wrong and how to mend it, without the place.</summary>
    public string Problem { get; }

    /// <summary>The file as the user named it, or null.</summary>
    public string? File { get; }

    /// <summary>The same refusal, told of <paramref name="file"/>; a file that is known already stays.</summary>
    public RecipeException In(string file) => File is null ? new RecipeException(Code, Path, Problem, file, this) : this;

    /// <summary>Keys and values that a user wrote may hold line breaks and other controls, or be long as a file; a message is neither.</summary>
    private static string OneLine(string text, int most)
    {
        if (text.Length > most)
        {
            text = $"{text[..(most / 2)]} … {text[^(most / 2)..]}";
        }

        return text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)) : text;
    }

    private static string Compose(string? file, string path, string problem) =>
        string.Join(": ", new[] { file, path, problem }.Where(part => !string.IsNullOrEmpty(part)));
}
