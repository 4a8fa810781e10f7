using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Wellbeing.Domain.Tests.Architecture;

/// <summary>What an assembly's code refers to outside itself, method bodies included.</summary>
/// <param name="Types">Full names of types.</param>
/// <param name="Members">Full names of methods and fields, such as <c>System.DateTime.get_UtcNow</c>.</param>
internal sealed record CompiledReferences(IReadOnlySet<string> Types, IReadOnlySet<string> Members)
{
    public static CompiledReferences Of(Assembly assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly.Location));
        var metadata = image.GetMetadataReader();
        return new CompiledReferences(
            metadata.TypeReferences.Select(type => Name(metadata, type)).ToHashSet(),
            metadata
                .MemberReferences.Select(metadata.GetMemberReference)
                .Where(member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member =>
                    $"{Name(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}"
                )
                .ToHashSet()
        );
    }

    private static string Name(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
