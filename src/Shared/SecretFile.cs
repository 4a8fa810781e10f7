using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Wellbeing.Shared;

/// <summary>Files with random secrets that only their owner may read: mode 0600 in a directory of mode 0700.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Makes the file where there is none. It is written under a name of its own and then linked to the right one, which
    /// fails if that is taken: of two processes that start at once one wins, both read the winner's secret, and nobody ever
    /// sees half of one.
    /// </summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void MakeOnce(string path, int bytes)
    {
        if (File.Exists(path))
            return;
        var directory = Path.GetDirectoryName(path)!;
        MakePrivate(directory);
        var draft = Path.Combine(directory, $".{Path.GetRandomFileName()}.draft");
        try
        {
            var secret = RandomNumberGenerator.GetBytes(bytes);
            WriteDraft(draft, secret);
            CryptographicOperations.ZeroMemory(secret);
            if (!TryLink(draft, path) && !File.Exists(path))
                throw new IOException($"{path} cannot be made.");
        }
        finally
        {
            File.Delete(draft);
        }
        FlushFolder(directory);
    }

    /// <summary>Writes the file anew: after a crash it holds the old content or the new, and never half of one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory))
            MakePrivate(directory);
        var draft = Path.Combine(directory, $".{Path.GetRandomFileName()}.draft");
        try
        {
            WriteDraft(draft, content);
            Replace(draft, path);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>A secret as a file holds it: its bytes as they are, or their base64.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> content, Span<byte> key)
    {
        if (content.Length == key.Length)
        {
            content.CopyTo(key);
            return true;
        }
        var text = content.Trim(" \r\n\t"u8);
        return Base64.IsValid(text, out var size)
            && size == key.Length
            && Base64.DecodeFromUtf8(text, key, out _, out _) == OperationStatus.Done;
    }

    /// <summary>The file takes the place of the other in one step, at which nobody finds neither.</summary>
    public static void Replace(string path, string other)
    {
        File.Move(path, other, overwrite: true);
        FlushFolder(Path.GetDirectoryName(other)!);
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

    /// <summary>Makes the folder where there is none, for its owner alone.</summary>
    public static void MakePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(directory)!);
        Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        File.SetUnixFileMode(directory, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static void WriteDraft(string draft, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(draft, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// File.Move looks first and then renames over whatever has come meanwhile; link(2) does both at once, as the move of
    /// Windows does.
    /// </summary>
    private static bool TryLink(string draft, string path)
    {
        if (!OperatingSystem.IsWindows())
            return Link(draft, path) == 0;
        try
        {
            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException)
        {
            // Another process was first: its secret is the secret.
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "link", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string draft,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path
    );

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
