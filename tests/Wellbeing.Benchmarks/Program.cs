using Wellbeing.Benchmarks;
using Wellbeing.Benchmarks.Rivals;

// The rivals that the product is compared with run in processes of their own, as it does.
return args switch
{
    ["rival", "orm"] => await OrmSite.RunAsync(),
    ["rival", "raw"] => await RawSite.RunAsync(),
    ["rival", "plain"] => await PlainSite.RunAsync(),
    ["rival", "bystander"] => await PartOfProduct.BystanderAsync(),
    ["rival", "sequencer"] => await PartOfProduct.SequencerAsync(),
    ["rival", "switched"] => await PartOfProduct.SwitchedAsync(),
    ["rival", "unledgered"] => await PartOfProduct.UnledgeredAsync(),
    _ => await Command.RunAsync(args),
};
