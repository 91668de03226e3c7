using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Data.Formats;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Persistence;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Studies;
using Athanor.Tests.Data.Formats;
using Athanor.Tests.Recording;
using Athanor.Training;
using Athanor.Training.Checkpoints;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Fuzzing;

/// <summary>Every reader that takes files from outside, on bytes that nobody meant.</summary>
[Collection(GeneratorCollection.Name)]
public sealed class ReaderFuzzTests : IDisposable
{
    private const int Cases = 1500;

    private static readonly byte[] Csv = Encoding.UTF8.GetBytes("a,b,\"the kind\"\n1,2.5,x\n-3e2,4,\"y\"\n0.5,6,x\n7,8,z\n9,1,y\n2,3,z\n");
    private static readonly byte[] Digits = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 12).Select(i => string.Join(',', Enumerable.Range(0, 64).Select(p => p * i % 17)) + $",{i % 10}\n")));
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 2, 0, 0, 0, 3, .. Enumerable.Range(0, 36).Select(i => (byte)i)];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 6, 0, 1, 2, 0, 1, 2];

    private static readonly byte[] Yaml = Encoding.UTF8.GetBytes("""
        data: { stroke-digits: { samples: 200 } }
        split: { validation: 0.1, test: 0.2, seed: 0 }
        model: { mlp: { hidden: { width: 16, depth: 3 }, activation: relu } }
        loss: cross-entropy
        optimizer: { adamw: { lr: 0.001, weightDecay: 0.01 } }
        schedule: { cosine: {} }
        metrics: [accuracy]
        epochs: 2
        """);

    private static readonly byte[] Study = Encoding.UTF8.GetBytes("""
        study: small
        recipe: &base
          data: { stroke-digits: { samples: 200 } }
          model: { mlp: { hidden: [16], activation: sigmoid } }
          loss: cross-entropy
          optimizer: { adamw: { lr: 0.01 } }
          epochs: 1
        components:
          relu: { patch: { model: { mlp: { activation: relu } } } }
          wider: { patch: { model: { mlp: { hidden: [32] } } }, requires: [relu] }
        seeds: 2
        metrics: [test/accuracy, test/loss]
        """);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Safetensors() => Mutations.Of(Tensors()).Sample(
        bytes => Reading.Behaves(bytes.Length, () => SafeTensors.Read(new MemoryStream(bytes), "fuzzed")), iter: Cases, threads: 1);

    [Fact]
    public void A_csv_file() => File(Csv, "t.csv", () => new CsvData { Path = "t.csv" }.Load(_folder.Context).Dispose());

    [Fact]
    public void A_packed_csv_file() => File(Packed(Csv), "t.csv.gz", () => new CsvData { Path = "t.csv.gz" }.Load(_folder.Context).Dispose(), justified: 200_000);

    [Fact]
    public void A_csv_file_of_digits() => File(Digits, "d.csv", () => new DigitsData { Path = "d.csv" }.Load(_folder.Context).Dispose());

    [Fact]
    public void An_idx_file_of_images()
    {
        _folder.Write("labels", Labels);
        File(Images, "images", () => new IdxData { Images = "images", Labels = "labels" }.Load(_folder.Context).Dispose());
        File(Packed(Images), "images.gz", () => new IdxData { Images = "images.gz", Labels = "labels" }.Load(_folder.Context).Dispose(), justified: 200_000);
    }

    [Fact]
    public void An_idx_file_of_labels()
    {
        _folder.Write("images", Images);
        File(Labels, "labels", () => new IdxData { Images = "images", Labels = "labels" }.Load(_folder.Context).Dispose());
    }

    [Fact]
    public void A_recipe_in_yaml() => File(Yaml, "r.yaml", () => SpecReader.Load<Recipe>(At("r.yaml")), justified: 20_000);

    [Fact]
    public void A_study_in_yaml() => File(Study, "s.yaml", () => SpecReader.Load<StudyDocument>(At("s.yaml")), justified: 20_000);

    [Fact]
    public void A_recipe_in_json()
    {
        byte[] json = Encoding.UTF8.GetBytes(SpecWriter.ToJson(SpecReader.Read<Recipe>(DocumentReader.Parse(Encoding.UTF8.GetString(Yaml)))));
        File(json, "r.json", () => SpecReader.Load<Recipe>(At("r.json")), justified: 20_000);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("preprocessing.safetensors")]
    [InlineData("metrics.json")]
    [InlineData("temperature.json")]
    public void A_checkpoint_s(string file)
    {
        string folder = Checkpoint();
        if (file == "temperature.json")
        {
            Predictor.SaveTemperature(folder, 2);
        }

        byte[] valid = System.IO.File.ReadAllBytes(Path.Combine(folder, file));
        Mutations.Of(valid).Sample(
            bytes =>
            {
                System.IO.File.WriteAllBytes(Path.Combine(folder, file), bytes);
                Reseal(folder);
                Reading.Behaves(bytes.Length, () => Predictor.Load(folder).Dispose(), justified: 20_000);
            },
            iter: Cases / 3,
            threads: 1);
    }

    [Fact]
    public void A_checkpoint_s_manifest()
    {
        string folder = Checkpoint();
        byte[] valid = System.IO.File.ReadAllBytes(Path.Combine(folder, CheckpointManifest.FileName));
        Mutations.Of(valid).Sample(
            bytes =>
            {
                System.IO.File.WriteAllBytes(Path.Combine(folder, CheckpointManifest.FileName), bytes);
                Reading.Behaves(bytes.Length, () => Athanor.Training.Checkpoints.Checkpoint.Open(folder), justified: 20_000);
                // What lies under a seal that fits is read on.
                if (Sealed(bytes) is { } altered)
                {
                    System.IO.File.WriteAllBytes(Path.Combine(folder, CheckpointManifest.FileName), altered);
                    Reading.Behaves(bytes.Length, () => Athanor.Training.Checkpoints.Checkpoint.Open(folder), justified: 20_000);
                }
            },
            iter: Cases,
            threads: 1);
    }

    [Fact]
    public void A_checkpoint_s_task()
    {
        string folder = Checkpoint();
        byte[] valid = System.IO.File.ReadAllBytes(Path.Combine(folder, "task.json"));
        Mutations.Of(valid).Sample(
            bytes =>
            {
                System.IO.File.WriteAllBytes(Path.Combine(folder, "task.json"), bytes);
                Reseal(folder);
                Reading.Behaves(bytes.Length, () => new CheckpointFolder(folder).Task(), justified: 20_000);
            },
            iter: Cases,
            threads: 1);
    }

    [Fact]
    public void A_header_that_claims_2_to_the_60_bytes_is_refused_in_constant_memory()
    {
        byte[] file = [.. BitConverter.GetBytes(1L << 60), .. "{}"u8];
        long before = GC.GetAllocatedBytesForCurrentThread();

        RecipeException refusal = Assert.Throws<RecipeException>(() => SafeTensors.Read(new MemoryStream(file), "huge"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
        Assert.Contains("1152921504606846976", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1152921504606846976],"data_offsets":[0,4611686018427387904]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904,4611686018427387904],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""")]
    public void Shapes_that_lie_are_refused_or_read_in_constant_memory(string header)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] file = [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[4]];

        Reading.Behaves(file.Length, () => Assert.Throws<RecipeException>(() => SafeTensors.Read(new MemoryStream(file), "lies")), free: 1 << 20);
    }

    [Fact]
    public void An_idx_header_that_claims_2_gigabytes_takes_no_memory_for_them()
    {
        _folder.Write("labels", Labels);
        _folder.Write("images", [0, 0, 8, 3, 0x7F, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2, 3]);

        Reading.Behaves(20, () => Assert.Throws<RecipeException>(() => new IdxData { Images = "images", Labels = "labels" }.Load(_folder.Context)), free: 4 << 20);
    }

    [Fact]
    public void A_gzip_bomb_is_refused_long_before_it_is_unpacked()
    {
        _folder.Write("labels", Labels);
        using (FileStream file = System.IO.File.Create(At("bomb.csv.gz")))
        using (var packed = new GZipStream(file, CompressionLevel.Optimal))
        {
            byte[] rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,1\n", 1 << 18)));
            for (int i = 0; i < 80; i++)
            {
                packed.Write(rows);
            }
        }

        System.IO.File.Copy(At("bomb.csv.gz"), At("bomb.gz"));
        RecipeException csv = Refused(() => new CsvData { Path = "bomb.csv.gz" }.Load(_folder.Context), 1L << 30);
        RecipeException idx = Refused(() => new IdxData { Images = "bomb.gz", Labels = "labels" }.Load(_folder.Context), 4 << 20);

        Assert.Equal(("broken-file", "not-idx"), (csv.Code, idx.Code));
    }

    [Fact]
    public void Aliases_that_multiply_are_refused_before_they_do()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
        {
            text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        RecipeException refusal = Refused(() => DocumentReader.Parse(text.ToString()), 16 << 20);

        Assert.Contains("aliases", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_key_above_many_values_takes_no_more_memory_than_both()
    {
        string text = $"{new string('k', 200_000)}: [{string.Join(',', Enumerable.Repeat("1", 50_000))}]";

        Reading.Behaves(text.Length, () => DocumentReader.Parse(text), justified: 1000);
    }

    [Theory]
    [InlineData("seeds: 2000000000")]
    [InlineData("seeds: -1")]
    public void A_number_of_seeds_that_nobody_can_train_is_refused(string seeds)
    {
        string text = Encoding.UTF8.GetString(Study).Replace("seeds: 2", seeds, StringComparison.Ordinal);

        Assert.Contains("seeds", Refused(() => SpecReader.Read<StudyDocument>(DocumentReader.Parse(text)), 16 << 20).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("[{a: ")]
    [InlineData("? ")]
    public void Nesting_without_end_is_refused(string opening)
    {
        string text = string.Concat(Enumerable.Repeat(opening, 20_000));

        Reading.Behaves(text.Length, () => Assert.Throws<RecipeException>(() => DocumentReader.Parse(text)), justified: 5000);
    }

    [Theory]
    [InlineData("a: !<%zz> 1")]
    [InlineData("a: !<[> 1")]
    [InlineData("a: !!x[[ 1")]
    [InlineData("%TAG !! [[\n---\na: !!x 1")]
    public void A_tag_that_is_no_uri_is_refused_or_read(string text) => Reading.Behaves(text.Length, () => DocumentReader.Parse(text));

    [Theory]
    [InlineData("a/")]
    [InlineData("a")]
    [InlineData("a\nb")]
    public void A_name_of_thousands_of_letters_in_a_manifest_is_refused_in_a_line(string start)
    {
        string folder = At("checkpoint");
        Directory.CreateDirectory(folder);
        System.IO.File.WriteAllBytes(Path.Combine(folder, CheckpointManifest.FileName), CheckpointManifest.ToBytes(1, "", [($"{start}{new string('x', 5000)}", 1, "")]));

        Assert.Contains("xxx…", Refused(() => CheckpointManifest.Verify(folder), 16 << 20).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((byte)0xB2)]
    [InlineData((byte)0xFF)]
    public void A_manifest_whose_format_is_no_utf_8_is_refused(byte odd)
    {
        string folder = At("checkpoint");
        Directory.CreateDirectory(folder);
        System.IO.File.WriteAllBytes(Path.Combine(folder, CheckpointManifest.FileName), [.. "{\"format\":\""u8, odd, .. "\"}"u8]);

        Assert.Equal(CheckpointManifest.BadCheckpoint, Refused(() => CheckpointManifest.Verify(folder), 16 << 20).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_csv_file_in_utf_16_is_read_by_its_mark_or_refused_by_name(bool mark)
    {
        Encoding utf16 = new UnicodeEncoding(bigEndian: false, byteOrderMark: mark);
        _folder.Write("u.csv", [.. utf16.GetPreamble(), .. utf16.GetBytes("a,b\n1,2.5\n3,4.5\n")]);

        if (mark)
        {
            using DataSource source = new CsvData { Path = "u.csv" }.Load(_folder.Context);
            Assert.Equal((2, "a"), (source.Samples.Count, source.Task.FeatureNames[0]));
        }
        else
        {
            Assert.Contains("save it as UTF-8", Assert.Throws<RecipeException>(() => new CsvData { Path = "u.csv" }.Load(_folder.Context)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Two_columns_of_one_name_are_refused()
    {
        _folder.Write("t.csv", "a,a,b\n1,2,3\n");

        RecipeException refusal = Assert.Throws<RecipeException>(() => new CsvData { Path = "t.csv" }.Load(_folder.Context));

        Assert.Equal("duplicate-column", refusal.Code);
    }

    /// <summary>Lets the manifest say what the folder holds now, so that readers look beyond it.</summary>
    private static void Reseal(string folder)
    {
        IEnumerable<FileInfo> files = new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Name is not (CheckpointManifest.FileName or "temperature.json"));
        System.IO.File.WriteAllBytes(
            Path.Combine(folder, CheckpointManifest.FileName),
            CheckpointManifest.ToBytes(1, new string('0', 64), [.. files.Select(file => (file.Name, file.Length, ContentHash.OfFile(file.FullName)))]));
    }

    /// <summary>The manifest with a seal that fits what stands in it, or null where it is no JSON object.</summary>
    private static byte[]? Sealed(byte[] manifest)
    {
        try
        {
            if (JsonNode.Parse(manifest) is JsonObject root)
            {
                root.Remove("sha256");
                root["sha256"] = ContentHash.Of(root);
                return CanonicalJson.ToBytes(root);
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            // No JSON, or none with a canonical form: there is nothing to seal.
        }

        return null;
    }

    private static RecipeException Refused(Action read, long most)
    {
        RecipeException? refusal = null;
        Reading.Behaves(0, () => refusal = Assert.Throws<RecipeException>(read), free: most);
        return refusal!;
    }

    private void File(byte[] valid, string name, Action read, long justified = 500)
    {
        // First as it is: a reader that refuses everything would pass all that follows.
        _folder.WriteRaw(name, valid);
        read();
        Mutations.Of(valid).Sample(
            bytes =>
            {
                _folder.WriteRaw(name, bytes);
                Reading.Behaves(bytes.Length, read, justified);
            },
            iter: Cases,
            threads: 1);
    }

    private string At(string name) => Path.Combine(_folder.Context.BaseFolder, name);

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Tensors()
    {
        using DisposeScope scope = NewDisposeScope();
        using var file = new MemoryStream();
        SafeTensors.Write(file, new Dictionary<string, Tensor> { ["a"] = arange(6).reshape(2, 3), ["b.weight"] = ones(3), ["empty"] = zeros(0, 4) }, new Dictionary<string, string> { ["note"] = "x" });
        return file.ToArray();
    }

    private string Checkpoint()
    {
        using var store = new PlacedStore(At("runs.db"));
        var recipe = new Recipe { Data = new Blobs { Samples = 60 }, Model = new MlpSpec { Hidden = [4] }, Loss = new CrossEntropy(), Optimizer = new AdamW { Lr = 0.01 }, Epochs = 1 };
        return RecordedTraining.Run(recipe, _folder.Context, store, cancellation: TestContext.Current.CancellationToken).Checkpoint!;
    }
}
