using Athanor.Recording;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Cli.Progress;

/// <summary>Shows a study: a line a trial that stays, and in a terminal what is running now.</summary>
internal sealed class StudyProgress(ProgressView view, TimeProvider? time = null) : ITrialObserver
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly SortedDictionary<string, string> _running = new(StringComparer.Ordinal);
    private long _started;
    private int _total;
    private int _reused;
    private int _trained;

    public void OnWarnings(IReadOnlyList<RecipeWarning> warnings)
    {
        foreach (RecipeWarning warning in warnings)
        {
            view.Line($"warning: {warning}");
        }
    }

    public void OnStart(int total, int reused)
    {
        (_total, _reused, _trained, _started) = (total, reused, 0, _time.GetTimestamp());
        view.Line($"{total} trial{(total == 1 ? "" : "s")}: {reused} finished before, {total - reused} to train");
        Draw();
    }

    public void OnTrialStart(Trial trial)
    {
        _running[trial.Name] = "";
        Draw();
    }

    public void OnProgress(TrialProgress progress)
    {
        _running[progress.Trial.Name] = $"step {progress.Step:N0}{Metrics(progress.Metrics)}";
        Draw();
    }

    public void OnTrialEnd(Trial trial, TrialResult result, bool again)
    {
        _running.Remove(trial.Name);
        _trained += again ? 0 : 1;
        string reason = result.Reason is { } why ? $": {why}" : "";
        string count = $"{(_reused + _trained).ToString().PadLeft(_total.ToString().Length)}/{_total}";
        string left = _reused + _trained < _total ? $"  {Left()}" : "";
        view.Line(again
            ? $"{count}  {trial.Variant}  seed {trial.Recipe.Seed}  failed, tried once more{reason}"
            : $"{count}  {trial.Variant}  seed {trial.Recipe.Seed}  {result.Status.Name()}{reason}{Tested(result)}  {result.Seconds:0.0} s{left}");
        Draw();
    }

    private void Draw()
    {
        if (!view.ShowsStatus)
        {
            return;
        }

        int done = _reused + _trained;
        double share = _total == 0 ? 1 : (double)done / _total;
        view.Status(
        [
            $"{ProgressText.Bar(share, 24, view.Ascii)} {share,4:P0}  {done}/{_total} trials  {_running.Count} running  {Left()}",
            .. _running.Select(trial => $"  {trial.Key}  {trial.Value}"),
        ]);
    }

    private string Left()
    {
        if (_trained == 0)
        {
            return "";
        }

        double seconds = _time.GetElapsedTime(_started).TotalSeconds;
        return $"{ProgressText.Duration(TimeSpan.FromSeconds(seconds / _trained * (_total - _reused - _trained)))} left";
    }

    private static string Tested(TrialResult result) =>
        Metrics(result.Metrics.Where(metric => metric.Key.StartsWith("test/", StringComparison.Ordinal)));

    private static string Metrics(IEnumerable<KeyValuePair<string, double>> metrics) =>
        string.Concat(metrics.Select(metric => $"  {metric.Key} {ProgressText.Number(metric.Value)}"));
}
