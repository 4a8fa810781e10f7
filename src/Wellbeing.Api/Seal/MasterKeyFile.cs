using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Wellbeing.Api.Seal;

/// <summary>Where the master key comes from: a mounted file, or in development a file made on the first run.</summary>
internal static class MasterKeyFile
{
    public const string PathSetting = "Seal:MasterKeyFile";
    public const string HomeSetting = "WELLBEING_HOME";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static MasterKey Load(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration[PathSetting] is { Length: > 0 } mounted)
            return Read(mounted);
        if (!environment.IsDevelopment())
            throw new MasterKeyException(
                $"Set {PathSetting} to a file with the 32-byte master key: outside development none is made."
            );
        if (configuration[HomeSetting] is not { Length: > 0 } home)
            throw new MasterKeyException(
                $"Set {PathSetting}, or {HomeSetting} to a directory that may hold a master key."
            );
        var path = Path.Combine(home, "secrets", "master.key");
        if (!File.Exists(path))
            Create(path);
        return Read(path);
    }

    private static MasterKey Read(string path)
    {
        byte[] content = [];
        var key = new byte[MasterKey.Size];
        try
        {
            content = File.ReadAllBytes(path);
            if (!TryDecode(content, key))
                throw new MasterKeyException($"The master key file {path} holds neither 32 bytes nor their base64.");
            return new MasterKey(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key file {path} cannot be read.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> content, Span<byte> key)
    {
        if (content.Length == MasterKey.Size)
        {
            content.CopyTo(key);
            return true;
        }
        var text = content.Trim(" \r\n\t"u8);
        return Base64.IsValid(text, out var size)
            && size == MasterKey.Size
            && Base64.DecodeFromUtf8(text, key, out _, out _) == OperationStatus.Done;
    }

    /// <summary>
    /// Writes a file of its own and then links it to its name, which fails if the name is taken: of two processes that
    /// start at once one wins, the other reads the winner's key, and nobody ever sees half a key.
    /// </summary>
    private static void Create(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        MakePrivate(directory);
        var draft = Path.Combine(directory, $".{Guid.NewGuid():N}.draft");
        try
        {
            WriteDraft(draft);
            if (!TryLink(draft, path) && !File.Exists(path))
                throw new MasterKeyException($"The master key file {path} cannot be made.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key file {path} cannot be made.", e);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void MakePrivate(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else
            {
                Directory.CreateDirectory(Path.GetDirectoryName(directory)!);
                Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
                File.SetUnixFileMode(directory, OwnerOnly | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The directory {directory} cannot be made for the owner alone.", e);
        }
    }

    private static void WriteDraft(string draft)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(draft, options);
        Span<byte> key = stackalloc byte[MasterKey.Size];
        RandomNumberGenerator.Fill(key);
        file.Write(key);
        file.Flush(flushToDisk: true);
        CryptographicOperations.ZeroMemory(key);
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
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "link", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string draft,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path
    );
}
