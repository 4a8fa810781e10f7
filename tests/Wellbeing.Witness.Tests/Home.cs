namespace Wellbeing.Witness.Tests;

/// <summary>A folder of a witness, gone after the test.</summary>
internal sealed class Home : IDisposable
{
    public string Path { get; } =
        System.IO.Path.Combine(Directory.CreateTempSubdirectory("witness").FullName, "witness");

    public string Key => At("witness.key");
    public string State => At("witness.state");
    public string Tombstones => At("witness.tombstones");

    /// <summary>With key and state.</summary>
    public static async Task<Home> BegunAsync()
    {
        var home = new Home();
        var (status, _, error) = await WitnessProcess.RunAsync("init", "--home", home.Path);
        return status == 0 ? home : throw new InvalidOperationException(error);
    }

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);

    private string At(string file) => System.IO.Path.Combine(Path, file);
}
