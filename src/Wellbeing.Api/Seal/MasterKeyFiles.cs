using System.Security.Cryptography;

namespace Wellbeing.Api.Seal;

/// <summary>Where the master keys come from: mounted files, or in development files made on the first run.</summary>
/// <param name="Current">The master key's.</param>
/// <param name="New">That of the one to change to; null where none is named.</param>
/// <param name="Own">Whether they are this program's to make and to rename.</param>
internal sealed record MasterKeyFiles(string Current, string? New, bool Own)
{
    public const string PathSetting = "Seal:MasterKeyFile";
    public const string NewPathSetting = "Seal:NewMasterKeyFile";
    public const string HomeSetting = "WELLBEING_HOME";

    public static MasterKeyFiles Of(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration[PathSetting] is { Length: > 0 } mounted)
            return new(mounted, configuration[NewPathSetting] is { Length: > 0 } other ? other : null, Own: false);
        if (!environment.IsDevelopment())
            throw new MasterKeyException(
                $"Set {PathSetting} to a file with the 32-byte master key: outside development none is made."
            );
        var path = PathOf(configuration);
        Make(path);
        return new(path, path + ".new", Own: true);
    }

    /// <summary>Where the master key lies, or would lie.</summary>
    public static string PathOf(IConfiguration configuration) =>
        configuration[PathSetting] is { Length: > 0 } mounted ? Path.GetFullPath(mounted)
        : configuration[HomeSetting] is { Length: > 0 } home
            ? Path.Combine(Path.GetFullPath(home), "secrets", "master.key")
        : throw new MasterKeyException(
            $"Set {PathSetting}, or {HomeSetting} to a directory that may hold a master key."
        );

    /// <summary>The master key, and the one to change to where there is one.</summary>
    public IReadOnlyList<MasterKey> Read()
    {
        // The new one first: a rotation that ends between the two reads gives it the other's name.
        var other = New is null ? null : Read(New, optional: Own);
        var current = Read(Current, optional: false)!;
        return other is null || other.Id == current.Id ? [current] : [current, other];
    }

    /// <summary>Makes the key to change to, unless an earlier rotation that broke off has left one.</summary>
    public void MakeNew()
    {
        if (Own)
            Make(New!);
    }

    /// <summary>The new key takes the old one's place, of which no copy stays.</summary>
    public void Replace()
    {
        if (Own)
            SecretFile.Replace(New!, Current);
    }

    private static void Make(string path)
    {
        try
        {
            SecretFile.MakeOnce(path, MasterKey.Size);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key file {path} cannot be made.", e);
        }
    }

    private static MasterKey? Read(string path, bool optional)
    {
        byte[] content = [];
        var key = new byte[MasterKey.Size];
        try
        {
            content = File.ReadAllBytes(path);
            if (!SecretFile.TryDecode(content, key))
                throw new MasterKeyException($"The master key file {path} holds neither 32 bytes nor their base64.");
            return new MasterKey(key);
        }
        catch (FileNotFoundException) when (optional)
        {
            return null;
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
}
