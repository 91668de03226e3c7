using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Athanor.Native;

/// <summary>libtorch's own functions behind autocast, by their addresses in <c>libtorch_cpu</c>, which holds them for every device.</summary>
/// <remarks>
/// They are C++ functions of plain numbers, so their addresses are all that a call takes; their names are mangled as Linux and macOS do it.
/// Autocast's state belongs to the thread, its cache of cast weights to the process.
/// </remarks>
internal sealed unsafe class AutocastFunctions
{
    private readonly delegate* unmanaged<int, int, void> _setEnabled;
    private readonly delegate* unmanaged<int, byte> _isEnabled;
    private readonly delegate* unmanaged<int, int, void> _setType;
    private readonly delegate* unmanaged<int, sbyte> _getType;
    private readonly delegate* unmanaged<int> _increment;
    private readonly delegate* unmanaged<int> _decrement;
    private readonly delegate* unmanaged<void> _clear;
    private readonly delegate* unmanaged<byte> _isCacheEnabled;
    private readonly delegate* unmanaged<int, void> _setCacheEnabled;

    /// <summary>Looks the functions up.</summary>
    /// <param name="find">Gives the address of an exported name, or 0.</param>
    /// <exception cref="NotSupportedException">One of them is not exported.</exception>
    internal AutocastFunctions(Func<string, IntPtr> find)
    {
        _setEnabled = (delegate* unmanaged<int, int, void>)Find("_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb");
        _isEnabled = (delegate* unmanaged<int, byte>)Find("_ZN2at8autocast19is_autocast_enabledEN3c1010DeviceTypeE");
        _setType = (delegate* unmanaged<int, int, void>)Find("_ZN2at8autocast18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE");
        _getType = (delegate* unmanaged<int, sbyte>)Find("_ZN2at8autocast18get_autocast_dtypeEN3c1010DeviceTypeE");
        _increment = (delegate* unmanaged<int>)Find("_ZN2at8autocast17increment_nestingEv");
        _decrement = (delegate* unmanaged<int>)Find("_ZN2at8autocast17decrement_nestingEv");
        _clear = (delegate* unmanaged<void>)Find("_ZN2at8autocast11clear_cacheEv");
        _isCacheEnabled = (delegate* unmanaged<byte>)Find("_ZN2at8autocast25is_autocast_cache_enabledEv");
        _setCacheEnabled = (delegate* unmanaged<int, void>)Find("_ZN2at8autocast26set_autocast_cache_enabledEb");

        IntPtr Find(string name) => find(name) is var address && address != IntPtr.Zero
            ? address
            : throw new NotSupportedException($"this system's libtorch does not export {name}");
    }

    public void SetEnabled(int device, bool enabled) => _setEnabled(device, enabled ? 1 : 0);

    public bool IsEnabled(int device) => _isEnabled(device) != 0;

    public void SetType(int device, int type) => _setType(device, type);

    public int GetType(int device) => _getType(device);

    public int Increment() => _increment();

    public int Decrement() => _decrement();

    public void ClearCache() => _clear();

    public bool IsCacheEnabled() => _isCacheEnabled() != 0;

    public void SetCacheEnabled(bool enabled) => _setCacheEnabled(enabled ? 1 : 0);

    /// <summary>Looks them up in the libtorch that this process has loaded.</summary>
    /// <exception cref="NotSupportedException">There is none, or it lacks one of them.</exception>
    public static AutocastFunctions OfLoadedLibrary()
    {
        using (TorchSharp.torch.zeros(1))
        {
            // Only to load libtorch, where nothing has yet.
        }

        using var process = Process.GetCurrentProcess();
        string? file = process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) is "libtorch_cpu" or "torch_cpu");
        if (file is null || !NativeLibrary.TryLoad(file, out IntPtr library))
        {
            throw new NotSupportedException("no libtorch_cpu is loaded");
        }

        return new AutocastFunctions(name => NativeLibrary.TryGetExport(library, name, out IntPtr address) ? address : IntPtr.Zero);
    }
}
