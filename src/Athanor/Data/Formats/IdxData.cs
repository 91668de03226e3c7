using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Data.Formats;

/// <summary>Images and their labels in IDX files, the format of MNIST; plain or .gz. Inputs [channels, height, width], bytes scaled.</summary>
/// <remarks>Without options: the 10,000 images of MNIST's test part under <c>${ATHANOR_DATA}/mnist10k</c>, to be split.</remarks>
[Spec("idx")]
public sealed record IdxData : DataSpec
{
    /// <summary>File of the images, [samples, height, width] or [samples, channels, height, width].</summary>
    public string Images { get; init; } = "${ATHANOR_DATA}/mnist10k/t10k-images-idx3-ubyte.gz";

    /// <summary>File of the labels, [samples].</summary>
    public string Labels { get; init; } = "${ATHANOR_DATA}/mnist10k/t10k-labels-idx1-ubyte.gz";

    /// <summary>File of the test part's images, where the data bring one; empty (the default) where the test part is split off.</summary>
    public string TestImages { get; init; } = "";

    /// <summary>File of the test part's labels; given with <see cref="TestImages"/> or not at all.</summary>
    public string TestLabels { get; init; } = "";

    /// <summary>How many classes there are: a label at or above it is refused. Default null: one more than the largest label.</summary>
    public int? Classes { get; init; }

    /// <summary>Multiplies the bytes. Default 1/255, for [0, 1].</summary>
    public double Scale { get; init; } = 1 / 255.0;

    /// <summary>One mean and one deviation for all pixels: they are one quantity, and noise at a border that is almost always empty is not blown up.</summary>
    public override StandardizationSpec DefaultStandardization() => new GlobalStandardization();

    /// <inheritdoc/>
    public override IReadOnlyList<string> Files(DataContext context) =>
        [.. new[] { Images, Labels, TestImages, TestLabels }.Where(path => path.Length > 0).Select(context.Resolve)];

    /// <inheritdoc/>
    public override DataSource Load(DataContext context)
    {
        RecipePath at = context.At.Key("idx");
        ValidateSelf(at);
        Part samples = ReadPart(Images, Labels, nameof(Images), nameof(Labels), context, at);
        Part? test = TestImages.Length > 0 ? ReadPart(TestImages, TestLabels, nameof(TestImages), nameof(TestLabels), context, at) : null;

        int classes = Classes ?? (1 + Math.Max(samples.Labels.Elements.Max(), test?.Labels.Elements.Max() ?? 0));
        samples.RefuseLabelsFrom(classes);
        test?.RefuseLabelsFrom(classes);
        if (test is not null && !test.Shape.SequenceEqual(samples.Shape))
        {
            throw test.ImageFile.Refusal("shape-mismatch", $"its images are {Text(test.Shape)}, those of {Images} {Text(samples.Shape)}");
        }

        var task = new TaskInfo(TaskKind.MultiClass, [.. samples.Shape], classes)
        {
            ClassNames = [.. Enumerable.Range(0, classes).Select(c => $"{c}")],
        };
        return new DataSource(task, samples.Samples(Scale), test?.Samples(Scale));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.Require(TestImages.Length > 0 == TestLabels.Length > 0, "testImages and testLabels are given both or neither");
        at.AtLeast(Classes ?? 2, 2, nameof(Classes));
        at.Require(double.IsFinite(Scale) && Scale != 0, $"{Scale} scales nothing; give a finite number other than 0", nameof(Scale));
    }

    private static Part ReadPart(string images, string labels, string imagesOption, string labelsOption, DataContext context, RecipePath at)
    {
        DataFile imageFile = DataFile.Of(images, context, at.Key(Option(imagesOption)));
        DataFile labelFile = DataFile.Of(labels, context, at.Key(Option(labelsOption)));
        var part = new Part(
            imageFile,
            labelFile,
            IdxArray.Read(imageFile, fewestAxes: 3, mostAxes: 4, context.Cancellation),
            IdxArray.Read(labelFile, fewestAxes: 1, mostAxes: 1, context.Cancellation));
        RefuseOtherLength(labelFile, part.Labels, part.Images, images);
        return part;
    }

    private static string Option(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>Shape of one image, [channels, height, width].</summary>
    internal static long[] ImageShape(IdxArray images) => images.Shape.Length == 3 ? [1, .. images.Shape[1..]] : images.Shape[1..];

    /// <summary>Refuses labels that are not as many as the images, or outside the classes.</summary>
    internal static void RefuseOtherLabels(DataFile file, IdxArray labels, IdxArray images, string imagesName, int classes)
    {
        RefuseOtherLength(file, labels, images, imagesName);
        int wrong = Array.FindIndex(labels.Elements, label => label >= classes);
        if (wrong >= 0)
        {
            throw file.Refusal("label-out-of-range", $"label {wrong} is {labels.Elements[wrong]}; with {classes} classes labels are 0 … {classes - 1}");
        }
    }

    /// <summary>Images and, where there are any, labels as samples.</summary>
    internal static TensorDataset ToDataset(IdxArray images, IdxArray? labels, double scale)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor bytes = HostTensor.Of<byte>(images.Elements, ScalarType.Byte, [images.Shape[0], .. ImageShape(images)]);
        Tensor inputs = bytes.to_type(ScalarType.Float32).mul_(scale);
        return labels is null
            ? new TensorDataset([new(BatchFields.Inputs, inputs)])
            : new TensorDataset(inputs, HostTensor.Of<byte>(labels.Elements, ScalarType.Byte, labels.Shape).to_type(ScalarType.Int64));
    }

    private static void RefuseOtherLength(DataFile file, IdxArray labels, IdxArray images, string imagesName)
    {
        if (images.Shape[0] != labels.Shape[0])
        {
            throw file.Refusal("length-mismatch", $"has {labels.Shape[0]} labels for the {images.Shape[0]} images of {imagesName}");
        }
    }

    private sealed record Part(DataFile ImageFile, DataFile LabelFile, IdxArray Images, IdxArray Labels)
    {
        public long[] Shape => ImageShape(Images);

        public void RefuseLabelsFrom(int classes) => RefuseOtherLabels(LabelFile, Labels, Images, ImageFile.Name, classes);

        public TensorDataset Samples(double scale) => ToDataset(Images, Labels, scale);
    }
}
