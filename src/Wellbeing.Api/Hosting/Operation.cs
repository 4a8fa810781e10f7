using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>What an endpoint does to a stream; its headers and the answers that it can give follow from that.</summary>
internal enum Does
{
    /// <summary>Answers something that has no version.</summary>
    Read,

    /// <summary>Answers one thing that has a version.</summary>
    ReadOne,

    /// <summary>Answers a page of a list.</summary>
    List,

    /// <summary>Begins a stream.</summary>
    Create,

    /// <summary>Appends to a stream that is there.</summary>
    Append,

    /// <summary>Takes something without a key or a version.</summary>
    Post,
}

/// <summary>What the OpenAPI document says about an endpoint.</summary>
/// <param name="Does">What it does to a stream.</param>
/// <param name="Id">The operation's id, such as <c>formUnit</c>.</param>
/// <param name="Summary">One sentence.</param>
internal sealed record Operation(Does Does, string Id, string Summary)
{
    /// <summary>The record that the body is bound to; of several, one of them.</summary>
    public IReadOnlyList<Type> Requests { get; init; } = [];

    /// <summary>What a successful answer holds; of a list, one item.</summary>
    public Type? Answer { get; init; }

    /// <summary>Media types of a successful answer.</summary>
    public IReadOnlyList<string> Types { get; init; } = ["application/json"];

    /// <summary>The suffixes of the path, each of which tells the type of the answer whatever <c>Accept</c> says.</summary>
    public IReadOnlyList<string> Suffixes { get; init; } = [];

    /// <summary>What a line of the answer may hold beside <see cref="Answer"/>, where the answer comes in lines.</summary>
    public IReadOnlyList<Type> Lines { get; init; } = [];

    /// <summary>Media type of the body where it is not JSON.</summary>
    public string RequestType { get; init; } = "application/json";

    /// <summary>Codes with which it answers 400, beside those of bad input and of what is no JSON.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>Codes with which it answers 409, beside those that each append has.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>Codes with which it answers 404, beside <c>not-found</c>.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>Whether it sets how the server works, and puts nothing on record.</summary>
    public bool Sets { get; init; }

    /// <summary>Query parameters, beside a list's limit and cursor.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>Bodies as JSON, as somebody would send them: one for each record that a body may be bound to.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}

/// <summary>A query parameter as the OpenAPI document names it.</summary>
internal sealed record QueryParameter(string Name, Type Type, string Description)
{
    /// <summary>Whether it has to be given.</summary>
    public bool Required { get; init; }

    /// <summary>What it may be instead, such as a time where a day will do.</summary>
    public Type? Or { get; init; }

    /// <summary>Of a text: the longest that is read.</summary>
    public int MaxLength { get; init; } = Texts.DefaultLimit;

    /// <summary>Of a text: its form.</summary>
    public string? Pattern { get; init; }

    /// <summary>Of a text: all that it may be.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}
