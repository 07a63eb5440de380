/** Streets (a name and a kind), houses with a name, and the made-up postcode areas of the demo's addresses. */
import { type Choice, compose, words } from './choice.ts';

/** Several are family or given names, trees or towns: a street is known by its context, not by its word. */
export const streetNames: Choice = {
  seen: [
    ...words(
      `Maple, Jackson, Mill, Church, Station, Hawthorn, Victoria, Albert, Chestnut, Kings, Queens, Park, Bridge, Manor,
    Orchard, School, Wharf, Cedar, Nelson, Wellington, Elm, Rosebery, Heath, Marsh, Priory, Foundry, Canal, Abbey,
    Grange, Willow, Beech, Tanner, Cooper, Archer, Foxglove, Kingfisher, Hartley, Stanton, Grant, Clifton, Bramble,
    Lower Mill, Upper Park, Old Church, Sandpiper, Rectory, Quarry, Windmill, Spring, Meadow, Alma, Trafalgar, Gladstone,
    Ferry, Highfield, Southview, Castle, Weston, Denholm, St Andrews, Bluebell, Larch, Ropewalk, Tollgate`,
      /,/,
    ),
    ...compose(
      'Apple Black Cross Gold Green Lime Oak Red River Stone Water White Wood',
      'bank brook croft dale field gate hurst side',
    ),
  ],
  heldOut: [
    ...words(
      `Juniper, Cromwell, Silverdale, Montague, Thistledown, Hollybank, Brunswick, Paxton, Gunpowder, Primrose, Lavender,
    Beaufort, Osprey, Tennyson, Wordsworth, Ravensbourne, Coppice, Saddlers, Fullers, Northcote, Whitebeam, Salisbury,
    Harebell, Corunna, Inkerman, Pilgrims, Dovecote, Cloisters, Hazelmere, Plantagenet, Upper Lychgate, Old Brewery,
    Sycamore, Rutherford, Marlborough, Tinkers, Waterloo, Rosalind`,
      /,/,
    ),
    ...compose('Birch Clay Fox Hedge Long Rook Sand Win', 'mere combe ridge holme shaw stile'),
  ],
};

export const streetKinds: Choice = {
  seen: words(
    'Street Street Road Road Road Lane Avenue Avenue Close Drive Terrace Way Court Crescent Gardens Place Hill',
  ),
  heldOut: words('Grove Mews Rise Walk Parade Row'),
};

export const houseNames: Choice = {
  seen: words(
    `Rose Cottage, Kiln House, The Old Bakery, Orchard View, Fern Lodge, Beacon House, Hillside, Weaver House, The Gables,
    Park Mansions, Tower House, Ivy Cottage, Canal Wharf House, Corner House, Mill House`,
    /,/,
  ),
  heldOut: words(
    `The Old Forge, Larkspur House, Quayside Lofts, Heron Lodge, Bay Tree Cottage, Keepers Cottage, Sovereign Point,
    The Granary, Wisteria Villa`,
    /,/,
  ),
};

/** Letters that no British postcode area has, so that no code is a real one. */
export const postcodeAreas: Choice = {
  seen: words('QH QM QT VD VK VR JN JB XW XD'),
  heldOut: words('QS VN JR XP ZC'),
};
