using System.Reflection;

namespace Wellbeing.Api.Hosting;

/// <summary>The product's version, from <c>Directory.Build.props</c>.</summary>
internal static class ProductVersion
{
    public static string Text { get; } =
        typeof(ProductVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;
}
