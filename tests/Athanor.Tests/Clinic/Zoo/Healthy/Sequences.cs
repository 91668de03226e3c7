using Athanor.Data.Tasks;
using Athanor.Initialization;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Normalization;
using Athanor.Optimization;
using static Athanor.Tests.Clinic.Zoo.ZooRecipes;

namespace Athanor.Tests.Clinic.Zoo.Healthy;

/// <summary>Recurrent nets that remember for as long as they must.</summary>
internal static class Sequences
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("gru over 15 steps", Sequence(RecurrentCell.Gru, 15) with { Optimizer = new Adam { Lr = 0.01 }, Epochs = 25 }),
        new("lstm over 10 steps", Sequence(RecurrentCell.Lstm, 10) with { Optimizer = new Adam { Lr = 0.02 }, Epochs = 30 }),
        new("gru over 8 steps, clipped at 1", Sequence(RecurrentCell.Gru, 8) with { Optimizer = new Adam { Lr = 0.01 }, Clipping = new ClipByNorm(), Epochs = 20 }),
        new("lstm over sequences of differing length", Sequence(RecurrentCell.Lstm, 8) with { Data = new Adding { Samples = 1200, Length = 8, Ragged = true }, Optimizer = new Adam { Lr = 0.02 }, Epochs = 30 }),
        new("gru over sequences of differing length", Sequence(RecurrentCell.Gru, 10) with { Data = new Adding { Samples = 1200, Length = 10, Ragged = true }, Optimizer = new Adam { Lr = 0.01 }, Epochs = 25 }),
        new("rnn, orthogonal, over 12 steps", Sequence(RecurrentCell.Rnn, 12) with { Model = new RecurrentSpec { Cell = RecurrentCell.Rnn, Hidden = 32, Initialization = new Orthogonal() }, Optimizer = new Adam { Lr = 0.005 }, Clipping = new ClipByNorm(), Epochs = 30 }),
        new("two layers of gru over 8 steps", Sequence(RecurrentCell.Gru, 8) with { Model = new RecurrentSpec { Cell = RecurrentCell.Gru, Hidden = 24, Layers = 2 }, Optimizer = new Adam { Lr = 0.01 }, Epochs = 15 }),
        new("lstm, layer normalization, over 8 steps", Sequence(RecurrentCell.Lstm, 8) with { Model = new RecurrentSpec { Cell = RecurrentCell.Lstm, Hidden = 32, Normalization = new LayerNorm() }, Optimizer = new Adam { Lr = 0.01 }, Epochs = 20 }),
        new("lstm, airline, clipped", Flight(new RecurrentSpec { Cell = RecurrentCell.Lstm, Hidden = 16 }, new Adam { Lr = 0.02 }) with { Clipping = new ClipByNorm() }),
        new("gru, huber, weight decay", Sequence(RecurrentCell.Gru, 8) with { Loss = new HuberLoss(), Optimizer = new AdamW { Lr = 0.01, WeightDecay = 0.01 }, Epochs = 20 }),
    ];
}
