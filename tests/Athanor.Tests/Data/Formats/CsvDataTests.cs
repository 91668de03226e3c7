using Athanor.Data;
using Athanor.Data.Formats;
using Athanor.Specs;
using CsCheck;
using static TorchSharp.torch;

namespace Athanor.Tests.Data.Formats;

public class CsvDataTests
{
    [Fact]
    public void A_header_names_the_columns_and_the_target_may_be_any_of_them()
    {
        using IDisposable scope = NewDisposeScope();
        (TaskInfo task, Batch all) = Load("price,rooms,area\n1.5,3,70\n2.25,4,\" 90 \"\n", new CsvData { Target = "price" });
        Assert.Equal((TaskKind.Regression, 1L), (task.Kind, task.Outputs));
        Assert.Equal([2L], task.InputShape);
        Assert.Equal([3f, 70, 4, 90], all.Inputs.data<float>());
        Assert.Equal([1.5f, 2.25f], all.Target.data<float>());
        Assert.Equal([2L, 1], all.Target.shape);
    }

    [Fact]
    public void Without_a_header_columns_have_numbers_from_one()
    {
        using IDisposable scope = NewDisposeScope();
        (_, Batch all) = Load("1;2;3.5\r\n4;5;6.5\r\n\r\n", new CsvData { Separator = ";", Target = "2", Task = TaskKind.Regression, Scale = 2 });
        Assert.Equal([2f, 7, 8, 13], all.Inputs.data<float>());
        Assert.Equal([2f, 5], all.Target.data<float>());
    }

    [Fact]
    public void Names_become_classes_in_the_order_of_the_alphabet()
    {
        using IDisposable scope = NewDisposeScope();
        (TaskInfo task, Batch all) = Load("x,kind\n1,virginica\n2,setosa\n3,versicolor\n4,setosa\n", new CsvData());
        Assert.Equal((TaskKind.MultiClass, 3L), (task.Kind, task.Outputs));
        Assert.Equal(["setosa", "versicolor", "virginica"], task.ClassNames);
        Assert.Equal([2L, 0, 1, 0], all.Target.data<long>());
    }

    [Fact]
    public void Two_names_are_yes_or_no()
    {
        using IDisposable scope = NewDisposeScope();
        (TaskInfo task, Batch all) = Load("x,ill\n1,yes\n2,no\n", new CsvData());
        Assert.Equal((TaskKind.Binary, 1L), (task.Kind, task.Outputs));
        Assert.Equal([1f, 0], all.Target.data<float>());
        Assert.Equal([2L, 1], all.Target.shape);
    }

    [Theory]
    [InlineData("0 1 2 1", TaskKind.MultiClass)]
    [InlineData("0 1 0 1", TaskKind.Binary)]
    [InlineData("0 1 3 1", TaskKind.Regression)]
    [InlineData("1 2 3 1", TaskKind.Regression)]
    [InlineData("0 0 0 0", TaskKind.Regression)]
    [InlineData("0 1.5 2 1", TaskKind.Regression)]
    [InlineData("-1 0 1 2", TaskKind.Regression)]
    public void The_task_is_read_off_the_target(string targets, TaskKind kind)
    {
        using IDisposable scope = NewDisposeScope();
        (TaskInfo task, _) = Load("x,y\n" + string.Join('\n', targets.Split(' ').Select(t => "1," + t)), new CsvData());
        Assert.Equal(kind, task.Kind);
    }

    [Fact]
    public void A_shape_of_the_inputs_is_applied()
    {
        using IDisposable scope = NewDisposeScope();
        (TaskInfo task, Batch all) = Load("1,2,3,4,0\n5,6,7,8,1\n", new CsvData { InputShape = [1, 2, 2] });
        Assert.Equal([1L, 2, 2], task.InputShape);
        Assert.Equal([2L, 1, 2, 2], all.Inputs.shape);
    }

    [Fact]
    public void Gzip_and_a_byte_order_mark_are_read()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.csv.gz", "\uFEFFa,b\n1,2.5\n2,3.5\n");
        using DataSource source = new CsvData { Path = "t.csv.gz", Target = "a" }.Load(folder.Context);
        Assert.Equal(2, source.Samples.Count);
    }

    [Fact]
    public void A_packed_file_that_is_cut_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.csv.gz", "a,b\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},{i * 7919 % 1000}.5\n")));
        byte[] whole = folder.Packed("t.csv.gz");
        for (int length = 0; length < whole.Length; length += 7)
        {
            folder.WriteRaw("cut.csv.gz", whole[..length]);
            var refusal = Assert.Throws<RecipeException>(() => new CsvData { Path = "cut.csv.gz" }.Load(folder.Context));
            Assert.Contains(refusal.Code, new[] { "broken-file", "empty-file" });
        }
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "", "empty-file", "data.csv.path: t.csv: is empty" },
        { "\n\n", "empty-file", "data.csv.path: t.csv: is empty" },
        { "a,b\n", "empty-file", "data.csv.path: t.csv: has a header and no row below it" },
        { "a,b\n1,2\n\n,3\n", "missing-value", "data.csv.path: t.csv: row 4, column 'a': the value is missing (''); fill it in or leave the row out" },
        { "a,b\n1,NA\n", "missing-value", "data.csv.path: t.csv: row 2, column 'b': the value is missing ('NA'); fill it in or leave the row out" },
        { "a,b\nnan,1\n", "missing-value", "data.csv.path: t.csv: row 2, column 'a': the value is missing ('nan'); fill it in or leave the row out" },
        { "a,b\n1,2\nred,3\n", "not-a-number", "data.csv.path: t.csv: row 3, column 'a': 'red' is not a finite 32-bit number" },
        { "a,b\n1,2\n1e39,3\n", "not-a-number", "data.csv.path: t.csv: row 3, column 'a': '1e39' is not a finite 32-bit number" },
        { "1,2\n1,2,3\n", "ragged-row", "data.csv.path: t.csv: row 2 has 3 columns where the first has 2" },
        { "a,b\n1,2\n3\n", "ragged-row", "data.csv.path: t.csv: row 3 has 1 columns where the first has 2" },
        { "a\n1\n", "too-few-columns", "data.csv.path: t.csv: has one column; features and a target take two or more. Is ',' the separator?" },
        { "a,b\n1,\"2\n3,4\n", "broken-file", "data.csv.path: t.csv: row 2 is no proper CSV; is a quotation mark left open?" },
        { "a,b\n1,2.5\n1,3.5\n1,x\n", "not-a-number", "data.csv.path: t.csv: row 4, column 'b': 'x' is not a number; for classes by name say task: multi-class" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_used_is_refused_with_row_and_column(string text, string code, string message)
    {
        var refusal = Assert.Throws<RecipeException>(() => Load(text, new CsvData()));
        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }

    [Theory]
    [InlineData("a,y\n1,0\n1,3\n", 3, null, "row 3, column 'y': label 3 is out of range; with 3 classes labels are 0 … 2")]
    [InlineData("a,y\n1,-1\n1,3\n", null, TaskKind.MultiClass, "row 2, column 'y': label -1 is out of range; labels are whole numbers from 0")]
    [InlineData("a,y\n1,0.5\n", null, TaskKind.MultiClass, "row 2, column 'y': label 0.5 is out of range; labels are whole numbers from 0")]
    [InlineData("a,y\n1,1\n1,2\n", null, TaskKind.Binary, "row 3, column 'y': label 2 is out of range; with 2 classes labels are 0 … 1")]
    [InlineData("a,y\n1,p\n1,q\n1,r\n", null, TaskKind.Binary, "row 4, column 'y': 'r' would be class 3 of 2")]
    public void A_label_out_of_range_is_refused_with_row_and_column(string text, int? classes, TaskKind? task, string problem)
    {
        var refusal = Assert.Throws<RecipeException>(() => Load(text, new CsvData { Classes = classes, Task = task }));
        Assert.Equal(("label-out-of-range", "data.csv.path: t.csv: " + problem), (refusal.Code, refusal.Message));
    }

    [Fact]
    public void Options_that_do_not_fit_are_refused_by_name()
    {
        Assert.Equal("data.csv.target: no column 'c'; there are a, b", Message(new CsvData { Target = "c" }));
        Assert.Equal("data.csv.target: no column '3'; there are a, b", Message(new CsvData { Target = "3" }));
        Assert.Equal("data.csv.inputShape: [2, 2] does not hold the 1 features of a row", Message(new CsvData { InputShape = [2, 2] }));
        Assert.Equal("data.csv.separator: '' is not one ASCII character that can separate", Message(new CsvData { Separator = "" }));
        Assert.Equal("data.csv.separator: 'é' is not one ASCII character that can separate", Message(new CsvData { Separator = "é" }));
        Assert.Equal("data.csv.classes: 1 is less than 2", Message(new CsvData { Classes = 1 }));
        Assert.Equal("data.csv.path: no file is named; give its path", Assert.Throws<RecipeException>(() => new CsvData().Load(DataFixtures.Context)).Message);

        static string Message(CsvData spec) => Assert.Throws<RecipeException>(() => Load("a,b\n1,2\n", spec)).Message;
    }

    [Fact]
    public void Any_numbers_written_to_a_csv_are_read_back() =>
        Gen.Select(Gen.Float[-1e6f, 1e6f], Gen.Float[-1e6f, 1e6f], Gen.Float[-1e6f, 1e6f]).Array[1, 20].Sample(rows =>
        {
            using IDisposable scope = NewDisposeScope();
            string text = string.Join('\n', rows.Select(r => $"{r.Item1:R},{r.Item2:R},{r.Item3:R}"));
            (_, Batch all) = Load(text, new CsvData { Header = false, Task = TaskKind.Regression });
            Assert.Equal(rows.SelectMany(r => new[] { r.Item1, r.Item2 }), all.Inputs.data<float>());
            Assert.Equal(rows.Select(r => r.Item3), all.Target.data<float>());
        });

    [Fact]
    public void Any_text_is_read_or_refused() =>
        Gen.OneOf(Gen.String[0, 40], Gen.String[Gen.Char["0123,\"\n.-ae; "], 0, 60]).Sample(text =>
        {
            try
            {
                using IDisposable scope = NewDisposeScope();
                _ = Load(text, new CsvData());
            }
            catch (RecipeException)
            {
            }
        }, iter: 500);

    private static (TaskInfo Task, Batch All) Load(string text, CsvData spec)
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.csv", text);
        using DataSource source = (spec with { Path = "t.csv" }).Load(folder.Context);
        return (source.Task, source.Samples.Gather(arange(source.Samples.Count, ScalarType.Int64)));
    }
}
