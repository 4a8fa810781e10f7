using System.Runtime.InteropServices;

namespace Wellbeing.Shared;

/// <summary>Files that are there after a power cut, whole, once the call that wrote them has come back.</summary>
internal static class DurableFile
{
    /// <summary>Puts a content in a file's place in one step: whoever reads finds the old one or the new one.</summary>
    /// <exception cref="IOException">It cannot be written; the old content may stand or the new one.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var draft = path + ".draft";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>A power cut must not take the name of a file on which something depends.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var opened = OpenFolder(folder, 0);
        if (opened < 0)
            throw new IOException($"{folder} cannot be opened.");
        var flushed = FlushToDisk(opened);
        _ = Close(opened);
        if (flushed != 0)
            throw new IOException($"{folder} cannot be written to disk.");
    }

    [DllImport("libc", EntryPoint = "open", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int readOnly);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushToDisk(int opened);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int opened);
}
