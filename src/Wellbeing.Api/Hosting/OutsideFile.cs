namespace Wellbeing.Api.Hosting;

/// <summary>A file that somebody else may have made: it is read up to a size and no further.</summary>
internal static class OutsideFile
{
    /// <summary>The same as a text in UTF-8.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger than that.</exception>
    public static async Task<string> ReadTextAsync(string path, int most, CancellationToken stop)
    {
        using var reader = new StreamReader(new MemoryStream(await ReadAsync(path, most, stop)));
        return await reader.ReadToEndAsync(stop);
    }

    /// <exception cref="IOException">It cannot be read, or is larger than that.</exception>
    public static async Task<byte[]> ReadAsync(string path, int most, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        using var content = new MemoryStream();
        var part = new byte[64 * 1024];
        // Its length is not asked for: a pipe or a device has none, and no end.
        for (int read; (read = await file.ReadAsync(part, stop)) > 0; )
        {
            if (content.Length + read > most)
                throw new IOException($"{path} is larger than {most} bytes, as no file of its kind is.");
            content.Write(part, 0, read);
        }
        return content.ToArray();
    }
}
