using System.Text.Json;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Dossiers;

/// <summary>The policies that the server decides by, a file for each version.</summary>
internal static class DossierPolicies
{
    private static readonly System.Reflection.Assembly Domain = typeof(Catalogue).Assembly;

    /// <summary>Name and content of each file.</summary>
    public static IEnumerable<(string Name, object Policy)> Files()
    {
        foreach (
            var resource in Domain.GetManifestResourceNames().Where(x => x.EndsWith(".json", StringComparison.Ordinal))
        )
        {
            using var stream = Domain.GetManifestResourceStream(resource)!;
            using var document = JsonDocument.Parse(stream);
            // The folder of a resource stands in front of its name: "….Warnings.warning-policies.json".
            var name = resource.Split('.')[^2];
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                yield return ($"policies/{name}.json", document.RootElement.Clone());
            else
                foreach (var version in document.RootElement.EnumerateArray())
                    yield return (
                        $"policies/{name}-{version.GetProperty("validFrom").GetString()}.json",
                        version.Clone()
                    );
        }
    }
}
