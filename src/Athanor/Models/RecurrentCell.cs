namespace Athanor.Models;

/// <summary>How a recurrent layer carries its state from step to step.</summary>
public enum RecurrentCell
{
    /// <summary>h ← tanh(W x + U h + b). Source: Elman 1990.</summary>
    Rnn,

    /// <summary>Long short-term memory: a cell that gates write, keep and read. Source: Hochreiter &amp; Schmidhuber 1997, with the forget gate of Gers et al. 2000.</summary>
    Lstm,

    /// <summary>Gated recurrent unit. Source: Cho et al. 2014, the reset gate applied behind the product, as in PyTorch.</summary>
    Gru,
}
