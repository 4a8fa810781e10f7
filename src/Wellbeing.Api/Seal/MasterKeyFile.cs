using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Wellbeing.Api.Seal;

/// <summary>Where the master key comes from: a mounted file, or in development a file made on the first run.</summary>
internal static class MasterKeyFile
{
    public const string PathSetting = "Seal:MasterKeyFile";
    public const string HomeSetting = "WELLBEING_HOME";

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
        try
        {
            SecretFile.MakeOnce(path, MasterKey.Size);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key file {path} cannot be made.", e);
        }
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
}
