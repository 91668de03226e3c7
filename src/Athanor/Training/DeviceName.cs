using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Training;

/// <summary>Devices by the names that recipes use.</summary>
internal static class DeviceName
{
    public static bool IsKnown(string name) => TryIndex(name, out _, out _);

    /// <summary>The device, refused where this machine lacks it.</summary>
    public static Device Resolve(string name, RecipePath at)
    {
        if (!TryIndex(name, out DeviceType type, out int index))
        {
            throw at.Refusal("unknown-device", $"'{name}' is no device; write cpu, cuda or cuda:0");
        }

        if (type == DeviceType.CUDA && (!cuda.is_available() || index >= cuda.device_count()))
        {
            throw at.Refusal("no-such-device", cuda.is_available()
                ? $"'{name}' is not there: this machine has {cuda.device_count()} CUDA device(s)"
                : $"'{name}' needs a CUDA device and a TorchSharp-cuda package; athanor doctor says what is missing. Use device: cpu");
        }

        return new Device(type, index);
    }

    private static bool TryIndex(string name, out DeviceType type, out int index)
    {
        (type, index) = (DeviceType.CPU, -1);
        if (name == "cpu")
        {
            return true;
        }

        type = DeviceType.CUDA;
        index = 0;
        return name == "cuda" || (name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name["cuda:".Length..], out index) && index >= 0);
    }
}
