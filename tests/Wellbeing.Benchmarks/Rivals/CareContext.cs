using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace Wellbeing.Benchmarks.Rivals;

/// <summary>The rival's tables.</summary>
internal sealed class CareContext(DbContextOptions<CareContext> options) : DbContext(options)
{
    public DbSet<OfficerRow> Officers => Set<OfficerRow>();

    public DbSet<CommendationRow> Commendations => Set<CommendationRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    /// <summary>Makes the tables in an empty database, with officers to nominate.</summary>
    public static async Task CreateAsync(string database, IEnumerable<Guid> officers)
    {
        await using var care = new CareContext(new DbContextOptionsBuilder<CareContext>().UseNpgsql(database).Options);
        await care.Database.EnsureCreatedAsync();
        care.Officers.AddRange(
            officers.Select(id => new OfficerRow
            {
                Id = id,
                UnitCode = "U1",
                AppointedOn = new DateOnly(2001, 2, 3),
            })
        );
        await care.SaveChangesAsync();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<CommendationRow>().HasIndex(x => new { x.OfficerId, x.NominatedOn });
        modelBuilder.Entity<CommendationRow>().HasIndex(x => new { x.UnitCode, x.NominatedOn });
        modelBuilder.Entity<AuditRow>().HasIndex(x => x.EntityId);
    }
}

internal sealed class OfficerRow
{
    public Guid Id { get; set; }

    public required string UnitCode { get; set; }

    public DateOnly AppointedOn { get; set; }
}

internal sealed class CommendationRow
{
    public Guid Id { get; set; }

    public Guid OfficerId { get; set; }

    public OfficerRow? Officer { get; set; }

    public required string UnitCode { get; set; }

    public required string Title { get; set; }

    public required string Deed { get; set; }

    public string? Citation { get; set; }

    public required string Status { get; set; }

    public DateOnly NominatedOn { get; set; }

    public long Version { get; set; }

    public DateTimeOffset RecordedAt { get; set; }
}

internal sealed class AuditRow
{
    public long Id { get; set; }

    public Guid EntityId { get; set; }

    public required string Action { get; set; }

    public required string Actor { get; set; }

    public required string Correlation { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    [Column(TypeName = "jsonb")]
    public required string After { get; set; }
}
