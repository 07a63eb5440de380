/** Invented organisations by what they do. Some carry a place's or a person's name, which is then no entity of its own. */
import { type Choice, compose, words } from './choice.ts';

export const rivals: Choice = {
  seen: [
    ...words(
      `Brightfen, Halcyon Mobile, Orbyt, Netglade, Peakline, SkyLark Telecom, Vantelo, Greenloom Energy, Powerhaven,
    Amberlight, Solstice Power, Northgrid Direct, Fibrenest, Corvo, Lumenta, BlueOtter, Quillnet, Fairwatt`,
      /,/,
    ),
    ...compose('Air Beam Cloud Dash Ever Hyper Lumi Mono Pulse Swift Terra Volt', 'link net wave tel power spark grid'),
  ],
  heldOut: [
    ...words(
      `Zephyrline, Copperbeck Power, Nimbly, Tidewell Energy, Arcadel, Glowbridge, WattWise Collective, Sparrownet,
    Pentacom, Ohmstead`,
      /,/,
    ),
    ...compose('Aero Bolt Flare Omni Rapid Ultra', 'com fibre loop gen cell'),
  ],
};

export const banks: Choice = {
  seen: words(
    `Dunmere Credit Union, Fenmoor Bank, Castlegate Savings, Rowan Bank, First Pennine, Marlow and Finch, Harbour Mutual,
    Alder Building Society, Halden Bank, Monarch Direct, Pebble`,
    /,/,
  ),
  heldOut: words(
    `Tarrowby Building Society, Sterling Oak Bank, Isca Mutual, Gorse Bank, Wexcombe Credit Union, Larkin and Hope,
    Finchley Trustees Bank, Tally`,
    /,/,
  ),
};

export const companies: Choice = {
  seen: words(
    `Orrin and Pike, Hartley Lettings, Ashcombe Council, Milldale Housing Trust, Corner Pantry, Parcelhound, Brackley Motors,
    Dunmere Town Council, Swiftpost, Baxter Brothers, Oakwell Surgery, Thornhill Primary School, Riverside Dental, Homeshire,
    Redkite Logistics, Wardle Solicitors, Pinnacle Estates, The Copper Kettle, Ellery and Sons, Castell Plumbing,
    Consumer Voice, Electra Stores, Gadgetbarn, Stoneleigh College, Westmark Insurance, Tanglewood Nursery, QuickFit Homes,
    Advice Bridge, Fernhill Care Home, Latham Properties, Citizens Help Desk`,
    /,/,
  ),
  heldOut: words(
    `Gaskell and Daughters, Tarrowby District Council, Blue Anvil Builders, Loxley Lettings, Postwing, Kittiwake Hotels,
    Wexcombe Hospital, Nettleton Grammar School, Sunnybrook Surgery, Vellum Books, Greystone Conveyancing, Isca University,
    Bellwether Insurance, Homeward Housing Association, Radcliffe Roofing, The Paper Crane, Umbra Security, Cartwheel Couriers,
    Energy Fairness Board, Pixelden`,
    /,/,
  ),
};
