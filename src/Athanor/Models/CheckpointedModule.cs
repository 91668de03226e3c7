using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Models;

/// <summary>A module whose activations are computed again in backward; in everything else it is the module that it holds, whose names it keeps.</summary>
internal sealed class CheckpointedModule(Module<Tensor, Tensor> inner) : Module<Tensor, Tensor>(inner.GetName())
{
    public override bool training => inner.training;

    public override Tensor forward(Tensor input) => ActivationCheckpoint.Call(inner, input);

    public override void train(bool train = true) => inner.train(train);

    public override void eval() => inner.eval();

    public override void zero_grad(bool set_to_none = true) => inner.zero_grad(set_to_none);

    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) => inner.named_parameters(recurse);

    public override IEnumerable<Parameter> parameters(bool recurse = true) => inner.parameters(recurse);

    public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true) => inner.named_buffers(recurse, include_nonpersistent);

    public override IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) => inner.buffers(recurse, include_nonpersistent);

    public override IEnumerable<(string name, Module module)> named_children() => inner.named_children();

    public override IEnumerable<(string name, Module module)> named_modules() => inner.named_modules();

    public override IEnumerable<Module> children() => inner.children();

    public override IEnumerable<Module> modules() => inner.modules();

    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null) => inner.state_dict(destination, prefix);

    public override (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
        Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null) => inner.load_state_dict(source, strict, skip);

    public override bool has_buffer(string target) => inner.has_buffer(target);

    public override bool has_parameter(string target) => inner.has_parameter(target);

    public override Tensor? get_buffer(string target) => inner.get_buffer(target);

    public override Parameter? get_parameter(string target) => inner.get_parameter(target);

    public override Module apply(Action<Module> fn)
    {
        inner.apply(fn);
        return this;
    }

    protected override Module _to(Device device, ScalarType dtype, bool non_blocking)
    {
        inner.to(device, dtype, non_blocking);
        return this;
    }

    protected override Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
    {
        inner.to(deviceType, deviceIndex, non_blocking);
        return this;
    }

    protected override Module _to(ScalarType dtype, bool non_blocking)
    {
        inner.to(dtype, non_blocking);
        return this;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
