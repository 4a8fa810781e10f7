using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Equipment;

namespace Wellbeing.Api.Features.Equipment;

/// <summary>Pieces of equipment, the latest first by when they were given.</summary>
internal static class ListEquipment
{
    /// <summary>Where one is; <c>open</c> while the officer has it, <c>closed</c> from then on.</summary>
    internal enum StatusFilter
    {
        Open,
        Closed,
        Issued,
        Returned,
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/equipment", HandleAsync)
            .AllowRoles(CareList.Readers)
            .Describe(
                new(Does.List, "listEquipment", "Lists pieces of equipment, the latest first")
                {
                    Answer = typeof(IssuedPiece),
                    Query =
                    [
                        .. CareList.Parameters,
                        new("item", typeof(EquipmentItem), "What it is."),
                        new("condition", typeof(EquipmentCondition), "In which condition it is, as last seen."),
                        new("status", typeof(StatusFilter), "Where it is."),
                    ],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, CareList list) =>
        list.AnswerAsync(
            http,
            StreamKind.Equipment,
            (query, where) =>
            {
                where.AndIf("c.item = {0}", EnumNames.Of(query.Choice<EquipmentItem>("item")));
                where.AndIf("c.condition = {0}", EnumNames.Of(query.Choice<EquipmentCondition>("condition")));
                CareList.AndStatus(where, EnumNames.Of(query.Choice<StatusFilter>("status")), open: "c.open");
            }
        );
}
