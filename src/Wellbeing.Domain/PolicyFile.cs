using System.Text.Json;

namespace Wellbeing.Domain;

/// <summary>Reads the policies that ship inside the assembly.</summary>
internal static class PolicyFile
{
    public static T Read<T>(string file)
    {
        using var stream =
            typeof(PolicyFile).Assembly.GetManifestResourceStream("Wellbeing.Domain." + file)
            ?? throw new InvalidOperationException($"{file} is not in the assembly.");
        return JsonSerializer.Deserialize<T>(stream, CareJson.Options)
            ?? throw new InvalidOperationException($"{file} is empty.");
    }
}
